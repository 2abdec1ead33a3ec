using System.Buffers.Binary;
using System.Text;

namespace Lakehouse.Cassandra.TestHost;

/// <summary>The protocol's notations, to be written.</summary>
internal sealed class BodyWriter
{
    private readonly MemoryStream body = new();

    public byte[] Written => body.ToArray();

    public void Byte(byte value) => body.WriteByte(value);

    public void Short(ushort value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        body.Write(bytes);
    }

    public void String(string value)
    {
        Short((ushort)Encoding.UTF8.GetByteCount(value));
        body.Write(Encoding.UTF8.GetBytes(value));
    }

    public void Bytes(byte[] value)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        body.Write(length);
        body.Write(value);
    }
}
