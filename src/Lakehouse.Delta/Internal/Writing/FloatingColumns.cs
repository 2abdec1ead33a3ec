using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using ParquetSharp;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Floating point numbers; a file with a NaN has no bounds.</summary>
/// <typeparam name="T">The physical type.</typeparam>
internal abstract class FloatingColumn<T>(TableColumn column, int capacity) : BufferedColumn(column, capacity)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] values = new T[capacity];
    private int count;
    private T min = T.PositiveInfinity;
    private T max = T.NegativeInfinity;
    private bool hasNaN;

    protected void Append(T value)
    {
        values[count++] = value;
        Rows++;
    }

    protected override void Write(ColumnWriter writer)
    {
        var group = values.AsSpan(0, count);
        var (low, high, nan) = (min, max, false);
        foreach (var value in group)
        {
            if (value < low) low = value;
            if (value > high) high = value;
            nan |= T.IsNaN(value);
        }

        (min, max) = (low, high);
        hasNaN |= nan;
        WriteValues<T>(writer, group);
        count = 0;
    }

    protected override (JsonNode? Min, JsonNode? Max) TakeBounds()
    {
        var known = !hasNaN && T.IsFinite(min) && T.IsFinite(max);
        var bounds = known ? (Bound(min), Bound(max)) : ((JsonNode?)null, (JsonNode?)null);
        (min, max, hasNaN) = (T.PositiveInfinity, T.NegativeInfinity, false);
        return bounds;
    }

    private static JsonNode Bound(T value) => LeafStatistics.Number(value.ToString("R", CultureInfo.InvariantCulture));
}

/// <summary>A column stored as DOUBLE.</summary>
internal sealed class DoubleColumn(TableColumn column, int capacity) : FloatingColumn<double>(column, capacity)
{
    public override void AppendDouble(double value) => Append(value);
}

/// <summary>A column stored as FLOAT.</summary>
internal sealed class FloatColumn(TableColumn column, int capacity) : FloatingColumn<float>(column, capacity)
{
    public override void AppendDouble(double value) => Append((float)value);
}
