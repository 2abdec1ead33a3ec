namespace Cassandra.Internal.Wire;

/// <summary>Asks what a node supports; answered before login too.</summary>
internal sealed record OptionsRequest : IRequest
{
    public Opcode Opcode => Opcode.Options;

    public void Write(FrameWriter writer)
    {
    }
}
