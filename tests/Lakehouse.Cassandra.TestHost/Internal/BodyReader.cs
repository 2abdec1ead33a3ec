using System.Buffers.Binary;
using System.Text;

namespace Lakehouse.Cassandra.TestHost;

/// <summary>The protocol's notations, to be read: as far as answers with columns of simple types need it.</summary>
internal sealed class BodyReader(byte[] body)
{
    private const int RowsKind = 2;
    private const int GlobalTable = 1, MorePages = 2;
    private int position;

    public int Int() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    public string String() => Encoding.UTF8.GetString(Take(Short()));

    /// <summary>The body behind the list of warnings.</summary>
    public byte[] WithoutWarnings()
    {
        for (var left = Short(); left > 0; left--) _ = String();
        return body[position..];
    }

    /// <summary>The rows of a result; none for results of other kinds.</summary>
    public List<byte[]?[]> Rows()
    {
        var rows = new List<byte[]?[]>();
        if (Int() != RowsKind) return rows;
        var (flags, columns) = (Int(), Int());
        if ((flags & MorePages) != 0) _ = Bytes();
        if ((flags & GlobalTable) == 0) throw new NotSupportedException("Only rows of one table are read here.");
        for (var name = 0; name < 2; name++) _ = String();
        for (var column = 0; column < columns; column++)
        {
            _ = String();
            const int LastSimpleType = 0x15;
            if (Short() is 0 or > LastSimpleType) throw new NotSupportedException("Only columns of simple types are read here.");
        }

        for (var left = Int(); left > 0; left--)
        {
            var cells = new byte[]?[columns];
            for (var column = 0; column < columns; column++) cells[column] = Bytes();
            rows.Add(cells);
        }

        return rows;
    }

    private byte[]? Bytes() => Int() is >= 0 and var length ? Take(length).ToArray() : null;

    private ushort Short() => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort)));

    private ReadOnlySpan<byte> Take(int length)
    {
        position += length;
        return body.AsSpan(position - length, length);
    }
}
