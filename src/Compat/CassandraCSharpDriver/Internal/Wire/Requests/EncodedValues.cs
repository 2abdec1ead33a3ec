namespace Cassandra.Internal.Wire;

/// <summary>Values of markers as they are sent, each with its length.</summary>
internal sealed record EncodedValues(byte[] Bytes, int Count)
{
    public static readonly EncodedValues None = new([], 0);

    public void Write(FrameWriter writer)
    {
        writer.WriteUInt16(Count);
        writer.WriteRaw(Bytes);
    }
}
