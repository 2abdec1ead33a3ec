using Lakehouse.Delta.Writing;
using ParquetSharp;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>A column's values of one row group in arrays that live as long as the writer.</summary>
/// <remarks>
/// 1. Definition levels are kept at "present"; a null lowers its own, and a flush that saw one raises them again. So a present value costs one store.
/// 2. Arrays begin small and double up to a row group: most commits are small.
/// </remarks>
internal abstract class BufferedColumn : ColumnBuffer
{
    private const int FewRows = 1024;

    private short[]? levels;
    private bool groupHasNulls;

    protected BufferedColumn(TableColumn column, int capacity)
    {
        Column = column;
        Capacity = capacity;
        if (!column.Nullable) return;
        levels = new short[Math.Min(capacity, FewRows)];
        Array.Fill(levels, (short)1);
    }

    public TableColumn Column { get; }

    /// <summary>Rows of the row group at hand.</summary>
    public int Rows { get; protected set; }

    /// <summary>Rows of the greatest row group.</summary>
    protected int Capacity { get; }

    /// <summary>Nulls of the file at hand.</summary>
    protected long Nulls { get; private set; }

    protected ReadOnlySpan<short> Levels => levels is null ? default : LevelsUpTo(Rows).AsSpan(0, Rows);

    public override void AppendNull()
    {
        if (levels is null) throw NoValue();
        LevelsUpTo(Rows + 1)[Rows++] = 0;
        groupHasNulls = true;
        Nulls++;
    }

    /// <summary>Writes the row group's values and empties the buffer.</summary>
    public void Flush(ColumnWriter writer)
    {
        Write(writer);
        if (groupHasNulls) Array.Fill(levels!, (short)1);
        groupHasNulls = false;
        Rows = 0;
    }

    /// <summary>The statistics of the file at hand; the next file begins with none.</summary>
    public LeafStatistics TakeStatistics()
    {
        var (min, max) = TakeBounds();
        var statistics = new LeafStatistics([Column.Name], min, max, Nulls);
        Nulls = 0;
        return statistics;
    }

    protected abstract void Write(ColumnWriter writer);

    protected abstract (System.Text.Json.Nodes.JsonNode? Min, System.Text.Json.Nodes.JsonNode? Max) TakeBounds();

    /// <summary>Appends rows of which some are NULL: their levels, and the values that are there, closed up.</summary>
    /// <returns>How many values were there.</returns>
    protected int CloseUp<T>(ReadOnlySpan<T> values, ReadOnlySpan<byte> present, Span<T> target)
    {
        if (levels is null) return present.Contains((byte)0) ? throw NoValue() : CopyAll(values, target);
        var rowLevels = LevelsUpTo(Rows + values.Length).AsSpan(Rows, values.Length);
        present = present[..values.Length];
        target = target[..values.Length];
        var count = 0;
        for (var row = 0; row < values.Length; row++)
        {
            // The store of a NULL is overwritten by the next value: no branch on what is hard to predict.
            target[count] = values[row];
            rowLevels[row] = present[row];
            count += present[row];
        }

        Rows += values.Length;
        Nulls += values.Length - count;
        groupHasNulls |= count < values.Length;
        return count;
    }

    /// <summary>Appends rows that all have values.</summary>
    protected int CopyAll<T>(ReadOnlySpan<T> values, Span<T> target)
    {
        values.CopyTo(target);
        Rows += values.Length;
        return values.Length;
    }

    /// <summary>An array for at least so many values, with those that were there.</summary>
    protected T[] Room<T>(T[] values, int count) => count <= values.Length ? values : Larger(values, count);

    protected void WriteValues<T>(ColumnWriter writer, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var typed = (ColumnWriter<T>)writer;
        if (levels is null) typed.WriteBatch(values);
        else typed.WriteBatch(Rows, Levels, default, values);
    }

    /// <summary>A first array for values.</summary>
    protected static T[] Begin<T>(int capacity) => new T[Math.Min(capacity, FewRows)];

    private T[] Larger<T>(T[] values, int count)
    {
        Array.Resize(ref values, Math.Max(count, (int)Math.Min(Capacity, values.Length * 2L)));
        return values;
    }

    private short[] LevelsUpTo(int rows)
    {
        if (rows <= levels!.Length) return levels;
        var before = levels.Length;
        levels = Larger(levels, rows);
        Array.Fill(levels, (short)1, before, levels.Length - before);
        return levels;
    }

    private DeltaException NoValue() => new(DeltaErrorCode.SchemaMismatch, $"Column '{Column.Name}' is NOT NULL, but a row has no value for it.");
}
