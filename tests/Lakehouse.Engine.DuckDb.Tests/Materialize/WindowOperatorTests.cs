using CsCheck;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Engine.DuckDb.Materialize.Windows;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using Lakehouse.Testing;

namespace Lakehouse.Engine.DuckDb.Tests.Materialize;

/// <summary>Semantics §3 and §5: instants and exact aggregates of one key, against the oracle, in memory.</summary>
public sealed class WindowOperatorTests
{
    private static readonly Gen<long> Magnitude = Gen.OneOf(Gen.Long[-5, 5], Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Long[-999_999_999_999_999_999, 999_999_999_999_999_999]);
    private static readonly Gen<long> Extreme = Pick(long.MinValue, long.MinValue + 1, long.MaxValue, 0, 1, -1);
    private static readonly Gen<long?[]> Windows = Pick<long?[]>([6], [3, 12], [3, 6, null], [null]);

    private static FeatureDefinition[] AllAggregates { get; } = [.. Aggregates().Select((aggregate, i) => new FeatureDefinition($"f{i}", aggregate))];

    [Semantics("3.6", "3.7")]
    [Fact]
    public void Compute_AnyKey_GivesTheOraclesAggregatesAtItsInstants()
    {
        var cases = Gen.Select(Rows(Magnitude, Gen.Long[-30, 30]), Windows, Pick<long>(1, 3), Gen.Long[-20, 60], Gen.Int[1, 5]);

        cases.Sample((rows, windows, grid, frontier, blockRows) => Check(Trips.Window(windows, grid, AllAggregates), rows, frontier, blockRows), iter: 1000);
    }

    [Semantics("5.6", "5.7")]
    [Fact]
    public void Compute_IntegersAtTheEdgeOf64Bits_GivesTheOraclesAggregates() =>
        Rows(Extreme, Gen.Long[0, 4]).Sample(rows => Check(Trips.Window([2, null], every: 1, AllAggregates), rows, frontier: 10, blockRows: 4), iter: 1000);

    private static Gen<Value[][]> Rows(Gen<long> delays, Gen<long> times) =>
        Gen.Select(delays.Nullable(0.2), Magnitude.Nullable(0.2), times, Gen.Bool).Array[0, 12].Select(rows =>
            rows.Select((r, i) => Trips.Row($"t{i:D2}", r.Item3, city: "a", line: 1, r.Item1, r.Item2, late: r.Item4)).OrderBy(r => r[1].AsInt64).ToArray());

    private static void Check(WindowViewDefinition view, Value[][] rows, long frontier, int blockRows)
    {
        view = view with { NullOnOverflow = true };
        var inputs = ViewInputs.Of(view).Expressions;
        var events = Load(view.Contract, inputs, rows);
        var rule = InstantRule.Of(view);
        var emission = new Emission(wholeUpTo: frontier);
        var windowOperator = new WindowOperator(view, inputs, blockRows);
        var block = new InstantBlock(view.Windows.Length, blockRows);
        var cursor = new InstantCursor(rule);
        var found = new List<ExpectedRow>();

        emission.Complete();
        cursor.Begin(events.Times, emission);
        windowOperator.BeginKey(events);
        while (cursor.Fill(events.Times, block, limit: int.MaxValue))
        {
            windowOperator.Compute(block);
            for (var r = 0; r < block.Count; r++)
                found.Add(new([Value.String("a"), Value.Int64(1)], block.At[r], events.Times[block.Upper[r] - 1], [.. windowOperator.Columns.Select(c => c[r])]));
        }

        var expected = new ViewOracle(view, rows).Rows(frontier);
        found.Select(r => r.ValidFromMicros).Should().Equal(expected.Select(r => r.ValidFromMicros));
        NormalForm.Differences(view, expected, found, frontier).Should().BeEmpty();
    }

    private static KeyEvents Load(ContractDefinition contract, IReadOnlyList<Expr> inputs, Value[][] rows)
    {
        var events = new KeyEvents(inputs.Select(i => i.Type));
        events.Append(rows.Select(r => r[1].AsInt64).ToArray());
        for (var i = 0; i < inputs.Count; i++)
        {
            var function = ExpressionCompiler.Compile(inputs[i], contract.Schema);
            foreach (var row in rows) events.Inputs[i].Append(function(row));
        }

        return events;
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
    }

    private static Gen<T> Pick<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);
}
