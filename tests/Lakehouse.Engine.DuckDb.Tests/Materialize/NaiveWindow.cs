using System.Numerics;
using Lakehouse.Features;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.DuckDb.Tests.Materialize;

/// <summary>An event of the naive window: its time, its value and whether it passes the filter.</summary>
internal readonly record struct NaiveEvent(long Time, long? Value, bool Passes);

/// <summary>Aggregates by definition, over all events of a key for every instant, in BigInteger; null cell = NULL, <see cref="Overflow"/> = overflow.</summary>
internal static class NaiveWindow
{
    public static readonly object Overflow = new();

    /// <summary>Instants that the view has: every te + 1 and te + W + 1, moved up to the grid, up to the frontier.</summary>
    public static long[] Instants(IEnumerable<NaiveEvent> events, IReadOnlyList<long?> windows, long grid, long frontier) =>
        [.. events.SelectMany(e => windows.OfType<long>().Select(w => e.Time + w + 1).Append(e.Time + 1)).Select(t => Up(t, grid)).Where(t => t <= frontier).Distinct().Order()];

    public static object? Cell(AggregateExpr aggregate, IReadOnlyList<NaiveEvent> events, long? window, long at)
    {
        var inside = events.Where(e => e.Time < at && (window is not { } w || e.Time >= at - w) && (aggregate.Filter is null || e.Passes)).ToList();
        if (aggregate is { Aggregate: Aggregate.Count, Argument: null }) return (long)inside.Count;
        var values = inside.Where(e => e.Value is not null).Select(e => e.Value!.Value).ToList();
        return aggregate.Aggregate switch
        {
            Aggregate.Count => (long)values.Count,
            Aggregate.CountDistinct => (long)values.Distinct().Count(),
            Aggregate.Sum => Sum(values, aggregate.Type),
            Aggregate.Min => values.Count == 0 ? null : values.Min(),
            Aggregate.Max => values.Count == 0 ? null : values.Max(),
            Aggregate.First => values.Count == 0 ? null : values[0],
            Aggregate.Last => values.Count == 0 ? null : values[^1],
            Aggregate.Mean => values.Count == 0 ? null : Nearest(Total(values)) / values.Count / Math.Pow(10, aggregate.Argument!.Type.Scale),
            _ => Moment(aggregate, values),
        };
    }

    private static long Up(long instant, long grid) => (long)(instant + (((-(BigInteger)instant % grid) + grid) % grid));

    private static BigInteger Total(List<long> values) => values.Aggregate(BigInteger.Zero, (sum, value) => sum + value);

    private static object Sum(List<long> values, DataType type)
    {
        var sum = Total(values);
        var fits = type.Kind == TypeKind.Decimal ? BigInteger.Abs(sum) < BigInteger.Pow(10, 18) : sum >= long.MinValue && sum <= long.MaxValue;
        return fits ? (long)sum : Overflow;
    }

    private static object? Moment(AggregateExpr aggregate, List<long> values)
    {
        var sample = aggregate.Aggregate is Aggregate.Var or Aggregate.StdDev;
        if (values.Count < (sample ? 2 : 1)) return null;
        var squares = values.Aggregate(BigInteger.Zero, (sum, value) => sum + ((BigInteger)value * value));
        if (values.Count * squares >= BigInteger.Pow(10, 38)) return Overflow;
        var spread = Nearest((values.Count * squares) - BigInteger.Pow(Total(values), 2));
        var variance = spread / ((double)values.Count * (sample ? values.Count - 1 : values.Count)) / Math.Pow(10, 2 * aggregate.Argument!.Type.Scale);
        return aggregate.Aggregate is Aggregate.StdDev or Aggregate.StdDevPop ? Math.Sqrt(variance) : variance;
    }

    /// <summary>The nearest double: decimal text is parsed with correct rounding, which the conversion from BigInteger lacks.</summary>
    private static double Nearest(BigInteger value) => double.Parse(value.ToString(System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
