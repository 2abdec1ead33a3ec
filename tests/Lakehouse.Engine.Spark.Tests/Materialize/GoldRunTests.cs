using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Engine.DuckDb.Tests.Materialize;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Spark.TestHost;
using Lakehouse.Testing;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Tests.Materialize;

/// <summary>What a run of Spark publishes, counts, refuses and leaves behind.</summary>
public sealed class GoldRunTests(SparkHost host) : IDisposable
{
    private const string Gold = "gold";

    private static readonly WindowViewDefinition Count = Trips.Window([60], every: null, Trips.Feature("trips", Aggregate.Count, argument: null, DataType.Int64));
    private static readonly WindowViewDefinition Sum = Trips.Window([60], every: null, Trips.Feature("delay_sum", Aggregate.Sum, Trips.Delay, DataType.Int64));

    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("2.6")]
    [Fact]
    public async Task Run_AfterADeletion_KeepsVanishedInstantsInFilesOfTheirOwn()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", 100), Trip("t2", 130)]);
        await RunAsync(lake, Count, clockMicros: 1000);
        await lake.CommitAsync([Trip("t1", 100) with { Deleted = true }]);

        var result = await RunAsync(lake, Count, clockMicros: 1000);

        var files = (await lake.Gold(Gold).GetSnapshotAsync(ct: Ct)).Files.Where(f => f.AddedInVersion == 1).ToList();
        files.Select(f => (f.Tags?.ContainsKey(GoldWriter.VanishedTag) is true, f.RecordCount)).Should().BeEquivalentTo([(true, 2L), (false, 1L)]);
        result.Progress.VanishedApart.Should().BeTrue();
        NormalForm.Of(Count, await lake.ReadAsync(Count, Gold), long.MaxValue).Select(r => (r.ValidFromMicros, r.Values[0].AsInt64)).Should().Equal((131, 1), (191, 0));
    }

    [Semantics("1.11")]
    [Fact]
    public async Task Run_OnlyTheClockMoves_CommitsProgressWithoutRows()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", 100)]);
        await RunAsync(lake, Count, clockMicros: 1000, horizonMicros: 50);

        var moved = await RunAsync(lake, Count, clockMicros: 1010, horizonMicros: 10);
        var again = await RunAsync(lake, Count, clockMicros: 1010, horizonMicros: 10);

        moved.Should().BeEquivalentTo(new { Version = 1L, Changed = true, RowsWritten = 0L });
        again.Should().BeEquivalentTo(new { Version = 1L, Changed = false });
    }

    [Semantics("5.6", "7.25")]
    [Fact]
    public async Task Run_OfAViewThatGivesNull_CountsRowsKeysOverflowsAndEventsWithoutKey()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", 100, long.MaxValue), Trip("t2", 110, 1), Trip("t3", 120, 5, city: "other"), Trip("t4", 130, 5, city: null)]);

        var result = await RunAsync(lake, Sum with { NullOnOverflow = true }, clockMicros: 1000);

        result.Should().BeEquivalentTo(new { RowsWritten = 6L, KeysTouched = 2L, Overflows = 1L, NullKeyEvents = 1L });
    }

    [Semantics("5.6")]
    [Fact]
    public async Task Run_ThatOverflows_NamesTheCellAndLeavesNothing()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", 100, long.MaxValue), Trip("t2", 110, 1)]);

        var run = () => RunAsync(lake, Sum, clockMicros: 1000);

        await run.Should().ThrowAsync<EngineException>().WithMessage("*trip_window@1*delay_sum_60us for city=home line=1 at 1970-01-01T00:00:00.000111Z. Nothing was published.*");
        Directory.CreateDirectory(lake.Gold(Gold).Path).GetFileSystemInfos().Should().BeEmpty();
    }

    [Semantics("2.9")]
    [Fact]
    public async Task Run_ThatLosesItsRace_PlansAgainOnTheWinnersGold()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", 100)]);
        var clock = new RacingClock(calls: 3, () => lake.RunAsync(Count, Gold, clockMicros: 120).GetAwaiter().GetResult());

        var result = await RunAsync(lake, Count, clockMicros: 1000, clock: clock);

        result.Should().BeEquivalentTo(new { Version = 1L, RowsWritten = 1L });
        Directory.GetDirectories(lake.Gold(Gold).Path, "staged-*").Should().ContainSingle();
        (await lake.ReadAsync(Count, Gold)).Select(r => r.ValidFromMicros).Should().Equal(101, 161);
    }

    [Fact]
    public async Task Run_InASessionWithAnotherSetting_IsRefusedBeforeItBegins()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", 100)]);
        var session = host.NewSession();
        session.Conf().Set("spark.sql.ansi.enabled", "false");

        var run = () => RunAsync(lake, Count, clockMicros: 1000, session: session);

        await run.Should().ThrowAsync<EngineException>().WithMessage("*spark.sql.ansi.enabled*");
        (await lake.Gold(Gold).ExistsAsync(Ct)).Should().BeFalse();
    }

    public void Dispose() => directory.Dispose();

    private static EventChange Trip(string id, long time, long delay = 1, string? city = "home") => new(Trips.Row(id, time, city, line: 1, delay), Deleted: false);

    private async Task<MaterializeResult> RunAsync(
        SilverLake lake, EntityViewDefinition view, long clockMicros, long horizonMicros = 0, TimeProvider? clock = null, SparkSession? session = null)
    {
        var engine = new SparkEngine(session ?? host.Session, new DuckDbOptions { Threads = 1, MemoryLimit = "256MB" }, clock ?? TimeProvider.System);
        var version = (await lake.Silver.GetSnapshotAsync(ct: Ct)).Version;
        return await engine.MaterializeAsync(new(view, "hash", lake.Silver, SilverLake.SilverName, version, lake.Gold(Gold), clockMicros, horizonMicros), Ct);
    }

    /// <summary>A wall clock that lets somebody else in when it is read for the given time.</summary>
    private sealed class RacingClock(int calls, Action race) : TimeProvider
    {
        private int left = calls;

        public override DateTimeOffset GetUtcNow()
        {
            if (--left == 0) race();
            return System.GetUtcNow();
        }
    }
}
