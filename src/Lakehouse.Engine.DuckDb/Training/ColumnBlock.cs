using System.Runtime.InteropServices;
using System.Text;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>Values of one column for the rows of one chunk, column-wise and reused from chunk to chunk.</summary>
/// <remarks>
/// 1. Each row has a byte in <see cref="Valid"/> and 64 bits in <see cref="Slots"/>: a number, or the length of what lies in <see cref="Content"/>. Both are 0 where the value is NULL.
/// 2. Text and binary lie in the content one after the other. A list's element is a byte (0 for NULL) and 8 bytes.
/// </remarks>
internal sealed class ColumnBlock(DataType type)
{
    private const int ElementBytes = 1 + sizeof(long);
    private byte[] valid = [];
    private long[] slots = [];
    private int[] starts = [];
    private byte[] content = [];
    private int contentBytes;

    public int Rows { get; private set; }

    public ReadOnlySpan<byte> Valid => valid.AsSpan(0, Rows);

    public ReadOnlySpan<long> Slots => slots.AsSpan(0, Rows);

    public ReadOnlySpan<byte> Content => content.AsSpan(0, contentBytes);

    private bool HasContent => type.Kind is TypeKind.String or TypeKind.Binary or TypeKind.DoubleList;

    /// <summary>The value of a row.</summary>
    public Value this[int row] => valid[row] == 0 ? Value.Null : type.Kind switch
    {
        TypeKind.Bool => Value.Bool(slots[row] != 0),
        TypeKind.String => Value.String(Encoding.UTF8.GetString(Bytes(row))),
        TypeKind.Binary => Value.Binary(Bytes(row).ToArray()),
        TypeKind.DoubleList => Value.DoubleList(List(row)),
        _ => Value.Int64(slots[row]),
    };

    /// <summary>Takes a column of a chunk.</summary>
    public void Load(DuckDbChunk chunk, int column)
    {
        Clear(chunk.Rows);
        Rows = chunk.Rows;
        chunk.CopyValidity(column, valid);
        switch (type.Kind)
        {
            case TypeKind.Bool: Widen(chunk.Bools(column)); break;
            case TypeKind.Date: Widen(chunk.Int32s(column)); break;
            case TypeKind.Double: Copy(MemoryMarshal.Cast<double, long>(chunk.Doubles(column))); break;
            case TypeKind.String or TypeKind.Binary: LoadTexts(chunk, column); break;
            case TypeKind.DoubleList: LoadLists(chunk, column); break;
            default: Copy(chunk.Int64s(column)); break;
        }
    }

    /// <summary>Empties it for values that are appended.</summary>
    public void Clear(int capacity)
    {
        (Rows, contentBytes) = (0, 0);
        if (valid.Length >= capacity) return;
        (valid, slots, starts) = (new byte[capacity], new long[capacity], HasContent ? new int[capacity] : []);
    }

    /// <summary>Appends a value.</summary>
    public void Append(Value value)
    {
        var row = Rows++;
        valid[row] = (byte)(value.IsNull ? 0 : 1);
        if (HasContent) starts[row] = contentBytes;
        if (value.IsNull) slots[row] = 0;
        else if (!HasContent) slots[row] = value.AsInt64;
        else if (type.Kind == TypeKind.DoubleList) AppendList(row, value.AsDoubleList);
        else AppendBytes(row, type.Kind == TypeKind.Binary ? value.AsBinary : Encoding.UTF8.GetBytes(value.AsString));
    }

    /// <summary>Hands some rows to a writer.</summary>
    public void WriteTo(ColumnBuffer buffer, int from, int to)
    {
        for (var row = from; row < to; row++)
        {
            if (valid[row] == 0)
            {
                buffer.AppendNull();
                continue;
            }

            switch (type.Kind)
            {
                case TypeKind.Bool: buffer.AppendBool(slots[row] != 0); break;
                case TypeKind.Double: buffer.AppendDouble(BitConverter.Int64BitsToDouble(slots[row])); break;
                case TypeKind.String or TypeKind.Binary: buffer.AppendBytes(Bytes(row)); break;
                case TypeKind.DoubleList: buffer.AppendDoubles(List(row)); break;
                default: buffer.AppendInt64(slots[row]); break;
            }
        }
    }

    private ReadOnlySpan<byte> Bytes(int row) => content.AsSpan(starts[row], (int)slots[row]);

    private double?[] List(int row)
    {
        var list = new double?[slots[row]];
        for (var i = 0; i < list.Length; i++)
        {
            var element = content.AsSpan(starts[row] + (i * ElementBytes), ElementBytes);
            list[i] = element[0] == 0 ? null : MemoryMarshal.Read<double>(element[1..]);
        }

        return list;
    }

    private void Copy(ReadOnlySpan<long> values)
    {
        values.CopyTo(slots);
        ZeroNulls();
    }

    private void Widen(ReadOnlySpan<byte> values)
    {
        for (var row = 0; row < values.Length; row++) slots[row] = values[row];
        ZeroNulls();
    }

    private void Widen(ReadOnlySpan<int> values)
    {
        for (var row = 0; row < values.Length; row++) slots[row] = values[row];
        ZeroNulls();
    }

    private void ZeroNulls()
    {
        if (!Valid.Contains((byte)0)) return;
        for (var row = 0; row < Rows; row++) slots[row] &= -valid[row];
    }

    private void LoadTexts(DuckDbChunk chunk, int column)
    {
        for (var row = 0; row < Rows; row++)
        {
            starts[row] = contentBytes;
            if (valid[row] == 0) slots[row] = 0;
            else AppendBytes(row, chunk.Bytes(column, row));
        }
    }

    private void LoadLists(DuckDbChunk chunk, int column)
    {
        for (var row = 0; row < Rows; row++)
        {
            starts[row] = contentBytes;
            if (valid[row] == 0) slots[row] = 0;
            else AppendList(row, chunk.DoubleList(column, row));
        }
    }

    private void AppendBytes(int row, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        slots[row] = bytes.Length;
    }

    private void AppendList(int row, double?[] list)
    {
        foreach (var item in list)
        {
            var element = Reserve(ElementBytes);
            element[0] = (byte)(item is null ? 0 : 1);
            MemoryMarshal.Write(element[1..], item ?? 0.0);
        }

        slots[row] = list.Length;
    }

    private Span<byte> Reserve(int bytes)
    {
        if (contentBytes + bytes > content.Length) Array.Resize(ref content, Math.Max(checked(contentBytes + bytes), (int)Math.Min(2L * content.Length, Array.MaxLength)));
        contentBytes += bytes;
        return content.AsSpan(contentBytes - bytes, bytes);
    }
}
