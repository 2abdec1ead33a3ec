using System.Text.Json.Nodes;
using ParquetSharp;
using Text = System.Text.Encoding;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Text or bytes: all values of a row group one after another in a pinned buffer, so that native code reads them in place.</summary>
internal sealed class BytesColumn(TableColumn column, int capacity, bool isText) : BufferedColumn(column, capacity)
{
    private int[] ends = Begin<int>(capacity);
    private ByteArray[] values = [];
    private byte[] buffer = GC.AllocateUninitializedArray<byte>(1024, pinned: true);
    private int used;
    private int count;
    private byte[]? min;
    private byte[]? max;

    public override void AppendBytes(ReadOnlySpan<byte> value)
    {
        if (used + value.Length > buffer.Length) Grow(value.Length);
        value.CopyTo(buffer.AsSpan(used));
        used += value.Length;
        if (count == ends.Length) ends = Room(ends, count + 1);
        ends[count++] = used;
        Rows++;
    }

    protected override unsafe void Write(ColumnWriter writer)
    {
        if (isText && count > 0) Bound();
        if (values.Length < count) values = new ByteArray[ends.Length];
        fixed (byte* start = buffer)
        {
            for (int i = 0, from = 0; i < count; from = ends[i++]) values[i] = new ByteArray((nint)(start + from), ends[i] - from);
            WriteValues<ByteArray>(writer, values.AsSpan(0, count));
        }

        (used, count) = (0, 0);
    }

    protected override (JsonNode? Min, JsonNode? Max) TakeBounds()
    {
        var bounds = min is null ? ((JsonNode?)null, null) : (LeafStatistics.TextMin(Text.UTF8.GetString(min)), LeafStatistics.TextMax(Text.UTF8.GetString(max!)));
        (min, max) = (null, null);
        return bounds;
    }

    private void Bound()
    {
        var all = buffer.AsSpan(0, used);
        ReadOnlySpan<byte> low = min ?? all[..ends[0]];
        ReadOnlySpan<byte> high = max ?? low;
        ReadOnlySpan<byte> previous = low;
        for (int i = 0, from = 0; i < count; from = ends[i++])
        {
            // Keys mostly come sorted, each many times.
            ReadOnlySpan<byte> value = all[from..ends[i]];
            if (value.SequenceEqual(previous)) continue;
            previous = value;
            if (value.SequenceCompareTo(low) < 0) low = value;
            else if (value.SequenceCompareTo(high) > 0) high = value;
        }

        (min, max) = (low.ToArray(), high.ToArray());
    }

    private void Grow(int more)
    {
        var larger = GC.AllocateUninitializedArray<byte>(checked((int)Math.Max(buffer.Length * 2L, (long)used + more)), pinned: true);
        buffer.AsSpan(0, used).CopyTo(larger);
        buffer = larger;
    }
}
