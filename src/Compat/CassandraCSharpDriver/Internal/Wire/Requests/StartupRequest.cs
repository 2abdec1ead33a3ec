namespace Cassandra.Internal.Wire;

/// <summary>Opens a connection for requests.</summary>
internal sealed record StartupRequest(IReadOnlyDictionary<string, string> Options) : IRequest
{
    public Opcode Opcode => Opcode.Startup;

    public void Write(FrameWriter writer)
    {
        writer.WriteUInt16(Options.Count + 1);
        writer.WriteString("CQL_VERSION");
        writer.WriteString("3.0.0");
        foreach (var (name, value) in Options)
        {
            writer.WriteString(name);
            writer.WriteString(value);
        }
    }
}
