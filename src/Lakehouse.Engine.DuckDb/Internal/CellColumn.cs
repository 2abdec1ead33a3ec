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
/// <remarks>
/// Used in two ways. A list grows by Append…, and loses its first cells by <see cref="Forget"/>. A block has a fixed size: <see cref="BeginBlock"/> makes all cells present, their
/// bits are stored as they come, and only gaps touch the states; so a block without gaps costs nothing but its values, and is known to have none.
/// </remarks>
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
        Array.Fill(States, CellState.Present);
    }

    public DataType Type { get; }

    /// <summary>True for text, binary and lists, which lie in <see cref="References"/>.</summary>
    public bool IsReference { get; }

    public CellState[] States { get; private set; }

    public long[] Bits { get; private set; }

    public Value[] References { get; private set; }

    public int Count { get; private set; }

    /// <summary>Cells that are not <see cref="CellState.Present"/>; in a list those appended since <see cref="Clear"/>, forgotten ones too.</summary>
    public int Gaps { get; private set; }

    /// <summary>Cells that are, or were in between, <see cref="CellState.Overflow"/>; in a list as <see cref="Gaps"/>.</summary>
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
        States[Count] = CellState.Present;
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

    /// <summary>Drops the first cells of a list.</summary>
    public void Forget(int cells)
    {
        var (from, to) = (cells, Count - cells);
        States.AsSpan(from, to).CopyTo(States);
        if (IsReference) References.AsSpan(from, to).CopyTo(References);
        else Bits.AsSpan(from, to).CopyTo(Bits);
        Count = to;
    }

    /// <summary>Makes all cells of a block present; their values are whatever was there.</summary>
    public void BeginBlock()
    {
        if (Gaps > 0) Array.Fill(States, CellState.Present);
        (Gaps, Overflows) = (0, 0);
    }

    /// <summary>Makes a present cell NULL or an overflow, or a gap another one.</summary>
    public void MarkGap(int index, CellState state)
    {
        if (States[index] == CellState.Present) Gaps++;
        if (state == CellState.Overflow) Overflows++;
        States[index] = state;
    }

    /// <summary>Makes present cells of a block NULL.</summary>
    public void MarkNulls(ReadOnlySpan<int> indexes)
    {
        var states = States;
        foreach (var index in indexes) states[index] = CellState.Null;
        Gaps += indexes.Length;
    }

    /// <summary>Stores a block's cell.</summary>
    public void Set(int index, Value value)
    {
        if (value.IsNull) MarkGap(index, CellState.Null);
        else if (IsReference) References[index] = value;
        else Bits[index] = value.AsInt64;
    }

    /// <summary>Stores a block's cell as another column of this type has it.</summary>
    public void Copy(int index, CellColumn source, int sourceIndex)
    {
        if (source.States[sourceIndex] is var state && state != CellState.Present) MarkGap(index, state);
        else if (IsReference) References[index] = source.References[sourceIndex];
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
