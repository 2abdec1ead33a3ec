using Cassandra.Internal.Types;

namespace Cassandra.Internal.Wire;

/// <summary>The rows of one answer, in the bytes that they came in; where each cell starts is known, values are decoded when asked for.</summary>
internal sealed class RowPage(byte[] body, int[] cells, RowSetMetadata metadata, int rows)
{
    private const int Null = -1;

    private int taken;
    private volatile RowPage? following;

    /// <summary>Rows of the page.</summary>
    public int Count => rows;

    public RowSetMetadata Metadata => metadata;

    /// <summary>The page that was fetched after this one.</summary>
    public RowPage? Following
    {
        get => following;
        set => following = value;
    }

    /// <summary>Rows that nobody took yet.</summary>
    public int Left => Math.Max(0, rows - Volatile.Read(ref taken));

    /// <summary>The next row that nobody took yet, which is taken then; less than 0 when there is none.</summary>
    public int TryTake() => Left > 0 && Interlocked.Increment(ref taken) is var count && count <= rows ? count - 1 : -1;

    public bool IsNull(int row, int column) => cells[CellOf(row, column)] < 0;

    public ReadOnlySpan<byte> Cell(int row, int column)
    {
        var cell = CellOf(row, column);
        return body.AsSpan(cells[cell], cells[cell + 1]);
    }

    public T Decode<T>(int row, int column) =>
        IsNull(row, column) ? (T)(object?)null! : ValueDecoder<T>.Instance.Decode(metadata.Columns[column].CqlType, Cell(row, column));

    public object? Decode(int row, int column, Type type) =>
        IsNull(row, column) ? null : ValueDecoder.For(type).DecodeObject(metadata.Columns[column].CqlType, Cell(row, column));

    /// <summary>Finds the cells of all rows, each of which a row must have in full.</summary>
    public static RowPage Read(ref FrameReader reader, byte[] body, RowSetMetadata metadata)
    {
        var columns = metadata.Columns.Length;
        var rows = reader.ReadInt32();
        if (columns == 0 && rows != 0) throw new DriverInternalError("Rows of an answer have no columns");
        reader.ReadCount(rows, columns * sizeof(int));
        var cells = rows == 0 ? [] : new int[2 * rows * columns];
        for (var i = 0; i < cells.Length; i += 2)
        {
            var length = reader.ReadInt32();
            cells[i] = length < 0 ? Null : reader.Position;
            cells[i + 1] = Math.Max(length, 0);
            reader.Skip(cells[i + 1]);
        }

        return new RowPage(body, cells, metadata, rows);
    }

    private int CellOf(int row, int column)
    {
        if ((uint)column >= (uint)metadata.Columns.Length) throw new ArgumentOutOfRangeException(nameof(column), column, $"The row has {metadata.Columns.Length} columns");
        return 2 * ((row * metadata.Columns.Length) + column);
    }
}
