namespace Cassandra.Internal.Wire;

/// <summary>Parses a statement on a node; the keyspace of unqualified tables travels in v5 only.</summary>
internal sealed record PrepareRequest(string Query, string? Keyspace = null, IDictionary<string, byte[]>? CustomPayload = null) : IRequest
{
    private const int WithKeyspace = 0x01;

    public Opcode Opcode => Opcode.Prepare;

    public FrameFlags Flags => Wire.CustomPayload.FlagOf(CustomPayload);

    public void Write(FrameWriter writer)
    {
        Wire.CustomPayload.Write(writer, CustomPayload);
        writer.WriteLongString(Query);
        if (writer.Version < ProtocolVersions.V5) return;
        writer.WriteInt32(Keyspace is null ? 0 : WithKeyspace);
        if (Keyspace is not null) writer.WriteString(Keyspace);
    }
}
