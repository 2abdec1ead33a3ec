namespace Cassandra.Internal.Wire;

/// <summary>Runs a statement given as text.</summary>
internal sealed class QueryRequest(string query, QueryParameters parameters) : IRequest
{
    public Opcode Opcode => Opcode.Query;

    public FrameFlags Flags => Wire.CustomPayload.FlagOf(CustomPayload) | (Tracing ? FrameFlags.Tracing : FrameFlags.None);

    /// <summary>Whether the server is to trace the request.</summary>
    public bool Tracing { get; init; }

    /// <summary>Bytes for the server's extensions.</summary>
    public IDictionary<string, byte[]>? CustomPayload { get; init; }

    public void Write(FrameWriter writer)
    {
        Wire.CustomPayload.Write(writer, CustomPayload);
        writer.WriteLongString(query);
        parameters.Write(writer);
    }
}
