using Lakehouse.Engine.Spark.Views;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Spark.TestHost;
using Lakehouse.Testing;

namespace Lakehouse.Engine.Spark.Tests.Views;

/// <summary>Each aggregate by itself on events that are hard for it.</summary>
public sealed class AggregateTests(SparkHost host)
{
    private static readonly ColumnExpr Whole = new("x", DataType.Int64);
    private static readonly ColumnExpr Tiny = new("tiny", DataType.Decimal(18, 18));
    private static readonly ColumnExpr Text = new("y", DataType.String);

    /// <summary>By key.</summary>
    private static readonly Dictionary<string, (long Time, long? Whole, long? Tiny, string? Text)[]> Scenarios = new(StringComparer.Ordinal)
    {
        ["ties"] = [(10, 1, 1, "b"), (10, 2, null, "a"), (10, null, 3, null), (10, 2, 3, "a")],
        ["nothing but NULL"] = [(10, null, null, null), (12, null, null, null)],
        ["before the epoch"] = [(-21, 5, -5, "\uFFFD"), (-20, 4, -4, "\U0001F600"), (-11, 3, 3, "é"), (-1, 2, 2, ""), (0, 1, 1, " "), (1, 0, 0, null)],
        ["one leaves as the next enters"] = [(0, 1, 1, "a"), (5, 2, 2, "a"), (10, 3, 3, "a"), (15, -3, -3, "b"), (20, 1, 1, "a")],
        ["the same value again and again"] = [(0, 7, 7, "a"), (3, 7, 7, "a"), (8, 7, 7, "a"), (14, 7, 7, "a"), (15, 7, 7, "a")],
        ["limits"] =
        [
            (0, long.MaxValue, 999_999_999_999_999_999, "a"), (1, long.MinValue, -999_999_999_999_999_999, "b"), (2, long.MinValue, 1, "c"),
            (9, long.MaxValue, 999_999_999_999_999_999, "d"),
        ],
        ["sums that just fit"] =
        [
            (0, long.MaxValue, 999_999_999_999_999_998, "a"), (1, 1, 1, "b"), (2, -1, 1, "c"),
            (30, long.MinValue, -1, "d"), (31, -1, -999_999_999_999_999_999, "e"),
        ],
    };

    [Theory]
    [InlineData(null)]
    [InlineData(5L)]
    [Semantics("5.8")]
    public async Task Full_EveryAggregateAndWindow_RowsOfTheOracle(long? grid)
    {
        var view = View(grid);
        Value[][] silver = [.. Scenarios.SelectMany(scenario => scenario.Value.Select((e, i) => (Value[])
            [Value.Int64(i % 2 == 0 ? i : -i), Value.Int64(e.Time), Value.String(scenario.Key), Maybe(e.Whole), Maybe(e.Tiny), Value.String(e.Text)]))];
        var table = new SparkTable(host);
        var relation = await table.WriteAsync(view.Contract.Schema, silver);

        var differences = FullRunTests.Differences(table, view, new ViewSql(view).Full(relation, 1_000), new ViewOracle(view, silver), 1_000);

        differences.Should().BeEmpty();
    }

    [Theory]
    [InlineData(4L, 100L)]
    [InlineData(3L, long.MaxValue / 8)]
    [InlineData(1_000_000_000_000L, 100L)]
    public async Task Full_BoundsThatAllowNarrowSums_SameRows(long events, long magnitude)
    {
        var view = View(grid: null);
        Value[][] silver = [.. new[] { 100L, -100, 99 }.Select((x, i) => (Value[])
            [Value.Int64(i), Value.Int64(i * 3), Value.String("k"), Value.Int64(x), Value.Int64(x), Value.String("a")])];
        var table = new SparkTable(host);
        var relation = await table.WriteAsync(view.Contract.Schema, silver);
        var options = new ViewSqlOptions { Bounds = new(events, new Dictionary<string, System.Numerics.BigInteger> { ["x"] = magnitude }) };

        var differences = FullRunTests.Differences(table, view, new ViewSql(view, options).Full(relation, 1_000), new ViewOracle(view, silver), 1_000);

        differences.Should().BeEmpty();
    }

    [Fact]
    public void Full_Text_HasNoFrameThatSlides()
    {
        var sql = new ViewSql(View(grid: 5)).Full("silver", 1_000);

        sql.Should().NotContain(" RANGE ").And.NotContain("FOLLOWING").And.NotContain("collect_");
    }

    private static WindowViewDefinition View(long? grid)
    {
        ContractColumn[] columns =
        [
            Column("id", DataType.Int64, ColumnRole.EventId), Column("at", DataType.Timestamp, ColumnRole.EventTime), Column("k", DataType.String), Column("x", DataType.Int64),
            Column("tiny", Tiny.Type), Column("y", DataType.String),
        ];
        var contract = new ContractDefinition(new("events", 1), new("raw", new(SourceKind.Parquet), []), [.. columns], []);
        Aggregate[] all = Enum.GetValues<Aggregate>();
        var ofWhole = all.Select(a => (Expr)new AggregateExpr(a, Whole, Filter: null, TypeOf(a, Whole.Type)));
        var ofTiny = all.Select(a => (Expr)new AggregateExpr(a, Tiny, Filter: null, TypeOf(a, Tiny.Type)));
        Aggregate[] some = [Aggregate.First, Aggregate.Last, Aggregate.CountDistinct, Aggregate.Count];
        var ofText = some.Select(a => (Expr)new AggregateExpr(a, Text, Filter: null, TypeOf(a, Text.Type)));
        var features = ofWhole.Concat(ofTiny).Concat(ofText).Append(new AggregateExpr(Aggregate.Count, Argument: null, Filter: null, DataType.Int64));
        long?[] windows = grid is null ? [1, 5, 1_000_000_000_000_000, null] : [5, 10, null];
        return new WindowViewDefinition(
            new("all", 1), contract, new("thing", [new Field("k", DataType.String, Nullable: false)]), [new ColumnExpr("k", DataType.String)],
            [.. features.Select((f, i) => new FeatureDefinition($"f{i}", f))], [.. windows.Select(w => new WindowDefinition(w is null ? "lifetime" : $"{w}us", w))])
        {
            EveryMicros = grid, NullOnOverflow = true,
        };
    }

    private static DataType TypeOf(Aggregate aggregate, DataType argument) => aggregate switch
    {
        Aggregate.Count or Aggregate.CountDistinct => DataType.Int64,
        Aggregate.Mean or Aggregate.Var or Aggregate.VarPop or Aggregate.StdDev or Aggregate.StdDevPop => DataType.Double,
        _ => argument,
    };

    private static Value Maybe(long? value) => value is { } known ? Value.Int64(known) : Value.Null;

    private static ContractColumn Column(string name, DataType type, ColumnRole role = ColumnRole.Value) =>
        new(name, type, Nullable: role == ColumnRole.Value, role, new ColumnExpr(name, type));
}
