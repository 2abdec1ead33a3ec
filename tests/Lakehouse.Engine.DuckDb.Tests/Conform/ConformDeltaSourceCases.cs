using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using static Lakehouse.Engine.DuckDb.Tests.Expression;

namespace Lakehouse.Engine.DuckDb.Tests.Conform;

/// <summary>What a conform of a Delta source does, whatever the engine.</summary>
/// <param name="engine">The engine under test.</param>
public abstract class ConformDeltaSourceCases(IEngine engine) : IDisposable
{
    private static readonly Field[] Source = [new("id", DataType.Int64), new("at", DataType.Timestamp), new("x", DataType.Double)];
    private readonly TestLake lake = new();

    [Semantics("1.5", "1.6")]
    [Fact]
    public async Task Conform_DeltaSource_FollowsTheRowsOfTheVersion()
    {
        await AppendAsync((1, 10, 0.5), (2, 20, double.NaN), (3, 30, -1));
        var first = await ConformAsync(0);
        await RewriteAsync("SELECT * FROM source WHERE id <> 2");
        var shrunk = await ConformAsync(1);
        await AppendAsync((1, 10, 0.25), (4, 40, 1), (5, 50, -1));

        var grown = await ConformAsync(2);

        first.Should().BeEquivalentTo(new { RowsWritten = 2L, RowsQuarantined = 1L });
        shrunk.Should().BeEquivalentTo(new { RowsWritten = 0L, RowsDeleted = 1L, RowsQuarantined = 0L }, "a carried-over row is not refused again");
        grown.Should().BeEquivalentTo(new { RowsWritten = 1L, RowsDeleted = 0L, RowsQuarantined = 1L }, "of two rows with id 1 the greater JSON wins, which silver already has");
        var silver = await TestLake.ReadAsync(lake.Table("silver"), "id");
        TestLake.Texts(silver, [.. Source.Select(f => f.Type)]).Should().Equal("1|1970-01-01T00:00:00.000010Z|0.5", "4|1970-01-01T00:00:00.000040Z|1");
        (await TestLake.ReadAsync(lake.Table("quarantine"), "bronze_version", "bronze_version")).Select(r => r[0].AsInt64).Should().Equal(0, 2);
    }

    [Semantics("7.5")]
    [Fact]
    public async Task Conform_RowReplacedByOneThatIsRefused_DeletesTheEvent()
    {
        await AppendAsync((1, 10, 0.5), (2, 20, 1));
        await ConformAsync(0);
        await RewriteAsync("SELECT * REPLACE (CASE id WHEN 2 THEN -1.0::DOUBLE ELSE x END AS x) FROM source");

        var replaced = await ConformAsync(1);

        replaced.Should().BeEquivalentTo(new { RowsDeleted = 1L, RowsQuarantined = 1L }, "a Delta source is the set of rows of the version read");
        (await TestLake.ReadAsync(lake.Table("silver"), "id")).Should().ContainSingle();
    }

    [Fact]
    public async Task Conform_ColumnOfAnotherType_NamesColumnFoundAndWanted()
    {
        await TestLake.AppendAsync(lake.Table("source"), [Source[0], new("at", DataType.String), Source[2]], []);

        var conform = () => ConformAsync(0);

        await conform.Should().ThrowAsync<EngineException>().WithMessage("Column 'at' of source is string*At as timestamp*");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lake.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task<ConformResult> ConformAsync(long version)
    {
        var (id, at, x) = (Column("Id", DataType.Int64), Column("At", DataType.Timestamp), Column("X", DataType.Double));
        var contract = new ContractDefinition(
            new("things", 1), new("things", new SourceFormat(SourceKind.Delta), [new("Id", DataType.Int64), new("At", DataType.Timestamp), new("X", DataType.Double)]),
            [
                new("id", DataType.Int64, Nullable: false, ColumnRole.EventId, id), new("at", DataType.Timestamp, Nullable: false, ColumnRole.EventTime, at),
                new("x", DataType.Double, Nullable: true, ColumnRole.Value, x),
            ],
            [new("x is positive", RuleKind.Require, Call(Function.Or, DataType.Bool, Call(Function.IsNull, DataType.Bool, Column("x", DataType.Double)),
                Call(Function.Greater, DataType.Bool, Column("x", DataType.Double), new LiteralExpr(Value.Double(0), DataType.Double))))]);
        var plan = new ConformPlan(contract, "sha256:1", lake.Table("source"), "source", version, lake.Table("silver"), lake.Table("quarantine"));
        return engine.ConformAsync(plan, TestContext.Current.CancellationToken);
    }

    private Task AppendAsync(params (long Id, long At, double X)[] rows) =>
        TestLake.AppendAsync(lake.Table("source"), Source, rows.Select(r => new[] { Value.Int64(r.Id), Value.Int64(r.At), Value.Double(r.X) }));

    private async Task RewriteAsync(string query)
    {
        var ct = TestContext.Current.CancellationToken;
        var snapshot = await lake.Table("source").GetSnapshotAsync(ct: ct);
        using var session = new DuckDbSession(TestLake.Options);
        session.Execute($"CREATE TEMP TABLE source AS SELECT * FROM {await snapshot.Scan().ToSqlAsync(session, ct)}", ct);
        var transaction = snapshot.Table.Begin(snapshot, "WRITE");
        transaction.RemoveAll();
        await transaction.WriteQueryAsync(session, query, ct: ct);
        (await transaction.CommitAsync(ct)).Should().BeOfType<Committed>();
    }
}
