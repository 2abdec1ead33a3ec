namespace Cassandra.Internal.Wire;

/// <summary>One step of a SASL login; never printed, for it holds credentials.</summary>
internal sealed class AuthResponseRequest(byte[]? token) : IRequest
{
    public Opcode Opcode => Opcode.AuthResponse;

    public void Write(FrameWriter writer)
    {
        if (token is null) writer.WriteNull();
        else writer.WriteBytes(token);
    }
}
