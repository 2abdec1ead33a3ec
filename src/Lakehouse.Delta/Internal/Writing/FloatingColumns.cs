using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Floating point numbers; a file with a NaN has no bounds.</summary>
/// <typeparam name="T">The physical type.</typeparam>
internal abstract class FloatingColumn<T>(TableColumn column, int capacity) : ValueColumn<T>(column, capacity)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T min = T.PositiveInfinity;
    private T max = T.NegativeInfinity;
    private bool hasNaN;

    protected override void Bound(ReadOnlySpan<T> group)
    {
        // A NaN is not equal to itself, and no comparison that keeps a bound holds for it.
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(group);
        var (lows, highs, nan) = (new Vector<T>(min), new Vector<T>(max), false);
        foreach (var vector in vectors)
        {
            lows = Vector.ConditionalSelect(Vector.LessThan(vector, lows), vector, lows);
            highs = Vector.ConditionalSelect(Vector.GreaterThan(vector, highs), vector, highs);
            nan |= !Vector.EqualsAll(vector, vector);
        }

        for (var lane = 0; lane < Vector<T>.Count; lane++) Widen(lows[lane], highs[lane]);
        foreach (var value in group[(vectors.Length * Vector<T>.Count)..])
        {
            Widen(value, value);
            nan |= T.IsNaN(value);
        }

        hasNaN |= nan;
    }

    protected override (JsonNode? Min, JsonNode? Max) TakeBounds()
    {
        var known = !hasNaN && T.IsFinite(min) && T.IsFinite(max);
        var bounds = known ? (Json(min), Json(max)) : ((JsonNode?)null, (JsonNode?)null);
        (min, max, hasNaN) = (T.PositiveInfinity, T.NegativeInfinity, false);
        return bounds;
    }

    private void Widen(T low, T high)
    {
        if (low < min) min = low;
        if (high > max) max = high;
    }

    private static JsonNode Json(T value) => LeafStatistics.Number(value.ToString("R", CultureInfo.InvariantCulture));
}

/// <summary>A column stored as DOUBLE.</summary>
internal sealed class DoubleColumn(TableColumn column, int capacity) : FloatingColumn<double>(column, capacity)
{
    public override void AppendDouble(double value) => Append(value);

    public override void AppendReals(ReadOnlySpan<double> values, ReadOnlySpan<byte> present = default) => Append(values, present);
}

/// <summary>A column stored as FLOAT.</summary>
internal sealed class FloatColumn(TableColumn column, int capacity) : FloatingColumn<float>(column, capacity)
{
    public override void AppendDouble(double value) => Append((float)value);
}
