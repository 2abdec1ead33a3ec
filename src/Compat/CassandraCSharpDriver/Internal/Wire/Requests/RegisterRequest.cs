namespace Cassandra.Internal.Wire;

/// <summary>Asks for events: TOPOLOGY_CHANGE, STATUS_CHANGE, SCHEMA_CHANGE.</summary>
internal sealed record RegisterRequest(params string[] Events) : IRequest
{
    public Opcode Opcode => Opcode.Register;

    public void Write(FrameWriter writer)
    {
        writer.WriteUInt16(Events.Length);
        foreach (var name in Events) writer.WriteString(name);
    }
}
