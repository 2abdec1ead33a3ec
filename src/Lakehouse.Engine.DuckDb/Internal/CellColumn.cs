using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Internal;

/// <summary>What a cell holds.</summary>
internal enum CellState : byte
{
    /// <summary>NULL.</summary>
    Null,

    /// <summary>A value.</summary>
    Present,

    /// <summary>An exact value that does not fit its type.</summary>
    Overflow,
}

/// <summary>Values of one type, column-wise and reused: scalars as 64 bits, text, binary and lists as references.</summary>
internal sealed class CellColumn
{
    private const int SmallestCapacity = 64;

    public CellColumn(DataType type, int capacity = SmallestCapacity)
    {
        Type = type;
        IsReference = type.Kind is TypeKind.String or TypeKind.Binary or TypeKind.DoubleList;
        States = new CellState[capacity];
        Bits = IsReference ? [] : new long[capacity];
        References = IsReference ? new Value[capacity] : [];
    }

    public DataType Type { get; }

    /// <summary>True for text, binary and lists, which lie in <see cref="References"/>.</summary>
    public bool IsReference { get; }

    public CellState[] States { get; private set; }

    public long[] Bits { get; private set; }

    public Value[] References { get; private set; }

    public int Count { get; private set; }

    /// <summary>Cells appended that are not <see cref="CellState.Present"/>.</summary>
    public int Gaps { get; private set; }

    /// <summary>Cells appended that are <see cref="CellState.Overflow"/>.</summary>
    public int Overflows { get; private set; }

    /// <summary>The value of a cell; NULL unless present.</summary>
    public Value this[int index] => States[index] != CellState.Present ? Value.Null : IsReference ? References[index] : Value.Int64(Bits[index]);

    public void Clear() => (Count, Gaps, Overflows) = (0, 0, 0);

    public void Append(Value value)
    {
        if (value.IsNull)
        {
            AppendGap(CellState.Null);
            return;
        }

        Reserve(1);
        Set(Count++, value);
    }

    public void AppendGap(CellState state)
    {
        Reserve(1);
        States[Count++] = state;
        Gaps++;
        if (state == CellState.Overflow) Overflows++;
    }

    /// <summary>Appends present cells whose bits the caller fills in.</summary>
    public Span<long> AppendBits(int count)
    {
        Reserve(count);
        var start = Count;
        States.AsSpan(start, count).Fill(CellState.Present);
        Count += count;
        return Bits.AsSpan(start, count);
    }

    /// <summary>Marks a cell that <see cref="AppendBits"/> added as NULL.</summary>
    public void MarkNull(int index)
    {
        States[index] = CellState.Null;
        Gaps++;
    }

    /// <summary>Overwrites a cell; for columns used as a block of fixed size, whose count stands still.</summary>
    public void Set(int index, Value value)
    {
        States[index] = value.IsNull ? CellState.Null : CellState.Present;
        if (value.IsNull) return;
        if (IsReference) References[index] = value;
        else Bits[index] = value.AsInt64;
    }

    /// <summary>Copies a cell of another column of this type.</summary>
    public void Copy(int index, CellColumn source, int sourceIndex)
    {
        States[index] = source.States[sourceIndex];
        if (IsReference) References[index] = source.References[sourceIndex];
        else Bits[index] = source.Bits[sourceIndex];
    }

    private void Reserve(int additional)
    {
        if (Count + additional <= States.Length) return;
        var capacity = Math.Max(Count + additional, States.Length * 2);
        States = Grown(States, capacity);
        if (IsReference) References = Grown(References, capacity);
        else Bits = Grown(Bits, capacity);
    }

    private static T[] Grown<T>(T[] array, int capacity)
    {
        Array.Resize(ref array, capacity);
        return array;
    }
}
