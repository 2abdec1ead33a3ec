namespace Cassandra.Internal.Wire;

/// <summary>Runs a prepared statement.</summary>
internal readonly struct ExecuteRequest(byte[] id, RowSetMetadata? resultMetadata, QueryParameters parameters) : IRequest
{
    public Opcode Opcode => Opcode.Execute;

    public FrameFlags Flags => Wire.CustomPayload.FlagOf(CustomPayload) | (Tracing ? FrameFlags.Tracing : FrameFlags.None);

    public RowSetMetadata? ResultMetadata => resultMetadata;

    /// <summary>Whether the server is to trace the request.</summary>
    public bool Tracing { get; init; }

    /// <summary>Bytes for the server's extensions.</summary>
    public IDictionary<string, byte[]>? CustomPayload { get; init; }

    public void Write(FrameWriter writer)
    {
        Wire.CustomPayload.Write(writer, CustomPayload);
        writer.WriteShortBytes(id);
        if (writer.Version >= ProtocolVersions.V5) writer.WriteShortBytes(resultMetadata?.Id ?? throw new DriverInternalError("Protocol v5 needs the id of the result's columns"));
        parameters.Write(writer);
    }
}
