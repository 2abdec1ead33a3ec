using ParquetSharp;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>A column whose values are stored as they come, one array of a fixed-width type a row group.</summary>
/// <typeparam name="T">The physical type.</typeparam>
internal abstract class ValueColumn<T>(TableColumn column, int capacity) : BufferedColumn(column, capacity)
    where T : unmanaged
{
    private T[] values = Begin<T>(capacity);
    private int count;

    protected void Append(T value)
    {
        if (count == values.Length) values = Room(values, count + 1);
        values[count++] = value;
        Rows++;
    }

    protected void Append(ReadOnlySpan<T> more, ReadOnlySpan<byte> present)
    {
        values = Room(values, count + more.Length);
        var target = values.AsSpan(count);
        count += present.IsEmpty ? CopyAll(more, target) : CloseUp(more, present, target);
    }

    /// <summary>Widens the file's bounds by a row group's values.</summary>
    protected abstract void Bound(ReadOnlySpan<T> group);

    protected sealed override void Write(ColumnWriter writer)
    {
        var group = values.AsSpan(0, count);
        Bound(group);
        WriteValues<T>(writer, group);
        count = 0;
    }
}
