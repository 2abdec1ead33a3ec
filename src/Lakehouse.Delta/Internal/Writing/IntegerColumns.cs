using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Lakehouse.Delta.Internal.Predicates;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Integers and what is stored as integers: decimals, dates, timestamps.</summary>
/// <typeparam name="T">The physical type.</typeparam>
internal abstract class IntegerColumn<T>(TableColumn column, int capacity, Func<T, JsonNode?> bound) : ValueColumn<T>(column, capacity)
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private readonly (T Least, T Greatest) range = ExactComparison.Range(((PrimitiveType)column.Type).Name) is var (_, least, greatest)
        ? (T.CreateSaturating(least), T.CreateSaturating(greatest))
        : (T.MinValue, T.MaxValue);

    private T min = T.MaxValue;
    private T max = T.MinValue;

    protected override void Bound(ReadOnlySpan<T> group)
    {
        var (low, high) = (min, max);
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(group);
        var (lows, highs) = (new Vector<T>(low), new Vector<T>(high));
        foreach (var vector in vectors)
        {
            lows = Vector.Min(lows, vector);
            highs = Vector.Max(highs, vector);
        }

        for (var lane = 0; lane < Vector<T>.Count; lane++) (low, high) = (T.Min(low, lows[lane]), T.Max(high, highs[lane]));
        foreach (var value in group[(vectors.Length * Vector<T>.Count)..]) (low, high) = (T.Min(low, value), T.Max(high, value));
        (min, max) = (low, high);
        if (low < range.Least || high > range.Greatest) throw RowError.BeyondType(Column);
    }

    protected override (JsonNode? Min, JsonNode? Max) TakeBounds()
    {
        var bounds = min <= max ? (bound(min), bound(max)) : (null, null);
        (min, max) = (T.MaxValue, T.MinValue);
        return bounds;
    }
}

/// <summary>A column stored as INT64.</summary>
internal sealed class Int64Column(TableColumn column, int capacity, Func<long, JsonNode?> bound) : IntegerColumn<long>(column, capacity, bound)
{
    public override void AppendInt64(long value) => Append(value);

    public override void AppendInt64s(ReadOnlySpan<long> values, ReadOnlySpan<byte> present = default) => Append(values, present);
}

/// <summary>A column stored as INT32.</summary>
internal sealed class Int32Column(TableColumn column, int capacity, Func<int, JsonNode?> bound) : IntegerColumn<int>(column, capacity, bound)
{
    public override void AppendInt64(long value) => Append(checked((int)value));
}
