using CsCheck;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Testing;

namespace Lakehouse.Engine.DuckDb.Tests.Materialize;

/// <summary>Semantics §3 and §5: instants and exact aggregates, against the oracle, in memory.</summary>
public sealed class WindowOperatorTests
{
    private static readonly Gen<long> Magnitude = Gen.OneOf(Gen.Long[-5, 5], Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Long[-999_999_999_999_999_999, 999_999_999_999_999_999]);
    private static readonly Gen<long> Extreme = Pick(long.MinValue, long.MinValue + 1, long.MaxValue, 0, 1, -1);
    private static readonly Gen<long?[]> Windows = Pick<long?[]>([6], [3, 12], [3, 6, null], [null]);

    /// <summary>Blocks of a few rows, buffers of a few events, steps of one: every seam of the slider lies inside a small case.</summary>
    private static readonly Gen<SliderSizes> Sizes =
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 12], Gen.Int[1, 4]).Select((block, buffered, step) => new SliderSizes(block, buffered, step));

    private static FeatureDefinition[] AllAggregates { get; } = [.. Aggregates().Select((aggregate, i) => new FeatureDefinition($"f{i}", aggregate))];

    [Semantics("3.6", "3.7")]
    [Fact]
    public void Compute_AnyKeys_GivesTheOraclesAggregatesAtTheirInstants()
    {
        var cases = Gen.Select(Rows(Magnitude, Gen.Long[-30, 30], keys: 3), Windows, Pick<long>(1, 3), Gen.Long[-20, 60], Sizes, Gen.Int[1, 4]);

        cases.Sample((rows, windows, grid, frontier, sizes, piece) => Check(Trips.Window(windows, grid, AllAggregates), rows, frontier, sizes, piece), iter: 1000);
    }

    /// <summary>Values that stay small, and so on the paths of 64 bits, until single great ones come.</summary>
    [Fact]
    public void Compute_LongKeyOfSmallValues_GivesTheOraclesAggregates()
    {
        var values = Gen.Frequency((30, Gen.Long[-5, 5]), (1, Magnitude));
        var cases = Gen.Select(Rows(values, Gen.Long[0, 200], keys: 1, most: 80), Windows, Sizes, Gen.Int[1, 4]);

        cases.Sample((rows, windows, sizes, piece) => Check(Trips.Window(windows, every: 1, AllAggregates), rows, frontier: 220, sizes, piece), iter: 200);
    }

    [Semantics("5.6", "5.7")]
    [Fact]
    public void Compute_IntegersAtTheEdgeOf64Bits_GivesTheOraclesAggregates() =>
        Gen.Select(Rows(Extreme, Gen.Long[0, 4], keys: 2), Sizes)
            .Sample((rows, sizes) => Check(Trips.Window([2, null], every: 1, AllAggregates), rows, frontier: 10, sizes, piece: 1), iter: 1000);

    private static Gen<Value[][]> Rows(Gen<long> delays, Gen<long> times, int keys, int most = 12) =>
        Gen.Select(delays.Nullable(0.2), Magnitude.Nullable(0.2), times, Gen.Bool, Gen.Int[1, keys], Gen.Bool).Array[0, most].Select(rows =>
            rows.Select((r, i) => Trips.Row($"t{i:D2}", r.Item3, city: "a", line: r.Item5, r.Item1, r.Item2, late: r.Item4, speed: r.Item6 ? (double?)r.Item2 / 7 : null)).ToArray());

    private static void Check(WindowViewDefinition view, Value[][] rows, long frontier, SliderSizes sizes, int piece)
    {
        view = view with { NullOnOverflow = true };

        var found = SliderRun.Slide(view, rows, frontier, sizes, piece);

        var expected = new ViewOracle(view, rows).Rows(frontier);
        found.Select(r => (r.Key[1], r.ValidFromMicros)).Should().Equal(expected.Select(r => (r.Key[1], r.ValidFromMicros)));
        NormalForm.Differences(view, expected, found, frontier).Should().BeEmpty();
    }

    private static IEnumerable<AggregateExpr> Aggregates()
    {
        foreach (var argument in new[] { Trips.Delay, Trips.Fare })
        {
            foreach (var filter in new[] { null, Trips.Late })
            {
                yield return new(Aggregate.Count, Argument: null, filter, DataType.Int64);
                yield return new(Aggregate.Count, argument, filter, DataType.Int64);
                yield return new(Aggregate.CountDistinct, argument, filter, DataType.Int64);
                yield return new(Aggregate.Sum, argument, filter, argument == Trips.Fare ? DataType.Decimal(18, Trips.FareScale) : DataType.Int64);
                foreach (var edge in new[] { Aggregate.Min, Aggregate.Max, Aggregate.First, Aggregate.Last }) yield return new(edge, argument, filter, argument.Type);
                foreach (var moment in new[] { Aggregate.Mean, Aggregate.Var, Aggregate.VarPop, Aggregate.StdDev, Aggregate.StdDevPop })
                    yield return new(moment, argument, filter, DataType.Double);
            }
        }

        foreach (var edge in new[] { Aggregate.Min, Aggregate.Max, Aggregate.First, Aggregate.Last }) yield return new(edge, Trips.Speed, Filter: null, DataType.Double);
    }

    private static Gen<T> Pick<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);
}
