using CsCheck;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Engine.DuckDb.Materialize.Windows;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.DuckDb.Tests.Materialize;

/// <summary>Semantics §3 and §5: instants and exact aggregates of one key, against the definition.</summary>
public sealed class WindowOperatorTests
{
    private static readonly Expr Passes = new ColumnExpr("passes", DataType.Bool);
    private static readonly Gen<DataType> ValueType = Pick(DataType.Int64, DataType.Decimal(18, 2));

    private static readonly Gen<long> Magnitude = Gen.OneOf(
        Gen.Long[-5, 5], Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Long[-999_999_999_999_999_999, 999_999_999_999_999_999]);

    private static readonly Gen<NaiveEvent> Event =
        from time in Gen.Long[-30, 30]
        from value in Magnitude.Nullable(0.2)
        from passes in Gen.Bool
        select new NaiveEvent(time, value, passes);

    private static readonly Gen<long?[]> Windows = Pick<long?[]>([6], [3, 12], [3, 6, null], [null]);

    [Fact]
    public void Compute_AnyKey_GivesTheDefinitionsAggregatesAtItsInstants()
    {
        var cases = Gen.Select(ValueType, Event.Array[0, 12], Windows, Pick<long>(1, 3), Gen.Long[-20, 60], Gen.Int[1, 5]);

        cases.Sample((type, events, windows, grid, frontier, blockRows) => Check(type, [.. events.OrderBy(e => e.Time)], windows, grid, frontier, blockRows), iter: 3000);
    }

    [Fact]
    public void Compute_IntegersAtTheEdgeOf64Bits_GivesTheDefinitionsAggregates()
    {
        var extreme = Pick(long.MinValue, long.MinValue + 1, long.MaxValue, 0, 1, -1).Select(value => new NaiveEvent(Time: 0, value, Passes: true));
        var cases = Gen.Select(extreme.Array[1, 9], Gen.Long[0, 4].Array[9]);

        cases.Sample((events, times) =>
        {
            var ordered = events.Select((e, i) => e with { Time = times[i] }).OrderBy(e => e.Time).ToArray();
            Check(DataType.Int64, ordered, [2, null], grid: 1, frontier: 10, blockRows: 4);
        }, iter: 2000);
    }

    private static Gen<T> Pick<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static void Check(DataType type, NaiveEvent[] events, long?[] lengths, long grid, long frontier, int blockRows)
    {
        AggregateExpr[] aggregates = [.. Aggregates(type)];
        var view = View(aggregates, lengths, grid);
        Expr[] inputs = [new ColumnExpr("x", type), Passes];
        var rule = InstantRule.Of(view);
        var emission = new Emission(rule, previousFrontier: null, frontier);
        var keyEvents = Load(type, events);
        var windowOperator = new WindowOperator(view, inputs, blockRows);
        var block = new InstantBlock(lengths.Length, blockRows);
        var cursor = new InstantCursor(rule);
        var instants = new List<long>();

        emission.Complete(keyEvents.Times);
        cursor.Begin(keyEvents.Times, emission);
        windowOperator.BeginKey(keyEvents);
        while (cursor.Fill(keyEvents.Times, block, limit: int.MaxValue))
        {
            windowOperator.Compute(block);
            for (var row = 0; row < block.Count; row++)
            {
                instants.Add(block.At[row]);
                for (var c = 0; c < aggregates.Length * lengths.Length; c++)
                {
                    var aggregate = aggregates[c / lengths.Length];
                    var expected = NaiveWindow.Cell(aggregate, events, lengths[c % lengths.Length], block.At[row]);
                    Cell(windowOperator.Columns[c], row).Should().Be(expected, "{0} over {1} at {2}", aggregate, lengths[c % lengths.Length], block.At[row]);
                }
            }
        }

        instants.Should().Equal(NaiveWindow.Instants(events, lengths, grid, frontier));
    }

    private static IEnumerable<AggregateExpr> Aggregates(DataType type)
    {
        var x = new ColumnExpr("x", type);
        var sum = type.Kind == TypeKind.Decimal ? DataType.Decimal(18, type.Scale) : type;
        foreach (var filter in new[] { null, Passes })
        {
            yield return new(Aggregate.Count, Argument: null, filter, DataType.Int64);
            yield return new(Aggregate.Count, x, filter, DataType.Int64);
            yield return new(Aggregate.CountDistinct, x, filter, DataType.Int64);
            yield return new(Aggregate.Sum, x, filter, sum);
            foreach (var edge in new[] { Aggregate.Min, Aggregate.Max, Aggregate.First, Aggregate.Last }) yield return new(edge, x, filter, type);
            foreach (var moment in new[] { Aggregate.Mean, Aggregate.Var, Aggregate.VarPop, Aggregate.StdDev, Aggregate.StdDevPop }) yield return new(moment, x, filter, DataType.Double);
        }
    }

    private static WindowViewDefinition View(AggregateExpr[] aggregates, long?[] lengths, long grid) => new(
        new VersionedName("view", 1),
        new ContractDefinition(new VersionedName("contract", 1), Source: null!, Columns: [], Rules: []),
        new EntityDefinition("entity", []),
        Key: [],
        [.. aggregates.Select((a, i) => new FeatureDefinition($"f{i}", a))],
        [.. lengths.Select(l => new WindowDefinition(l is null ? "lifetime" : $"{l}us", l))])
    {
        EveryMicros = grid,
    };

    private static KeyEvents Load(DataType type, NaiveEvent[] events)
    {
        var loaded = new KeyEvents([type, DataType.Bool]);
        loaded.Append(events.Select(e => e.Time).ToArray());
        foreach (var e in events)
        {
            loaded.Inputs[0].Append(e.Value is { } x ? Value.Int64(x) : Value.Null);
            loaded.Inputs[1].Append(Value.Bool(e.Passes));
        }

        return loaded;
    }

    private static object? Cell(CellColumn column, int row) => column.States[row] switch
    {
        CellState.Null => null,
        CellState.Overflow => NaiveWindow.Overflow,
        _ when column.Type.Kind == TypeKind.Double => BitConverter.Int64BitsToDouble(column.Bits[row]),
        _ => column.Bits[row],
    };
}
