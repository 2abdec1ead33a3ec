using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Backfill;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Engine.DuckDb.Tests.Materialize;
using Lakehouse.Features.Definitions;
using Lakehouse.Testing;

namespace Lakehouse.Engine.DuckDb.Tests.Backfill;

/// <summary>A backfill, however it is cut, killed or raced, ends in the gold of a plain full run.</summary>
public sealed class BackfillRunnerTests : IDisposable
{
    private const long Clock = 60;
    private static readonly DuckDbOptions Options = new() { Threads = 2, MemoryLimit = "256MB" };

    private readonly TemporaryDirectory directory = new();

    public static TheoryData<string> Views => [.. AllViews.Keys];

    private static Dictionary<string, Func<EntityViewDefinition>> AllViews { get; } = new(StringComparer.Ordinal)
    {
        ["exact instants"] = () => Trips.Window([5, 12]),
        ["grid"] = () => Trips.Window([6, 12], every: 3),
        ["computed keys"] = () => Trips.WindowByUpperCity(4, 9),
        ["other keys"] = () => Trips.WindowByOtherKeys(9),
        ["state"] = Trips.State,
    };

    private static EntityViewDefinition Window => Trips.Window([5, 12]) with { NullOnOverflow = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private BackfillLedger Ledger => new(DeltaTable.ForPath(Path.Combine(directory.Path, "ledger")));

    [Semantics("5.12")]
    [Theory]
    [MemberData(nameof(Views))]
    public async Task Run_NastyKeysInParts_WritesTheRowsOfAFullRun(string name)
    {
        var view = AllViews[name]() with { NullOnOverflow = true };
        var lake = await FilledAsync(view);
        var full = await lake.RunAsync(view, "full", Clock, horizonMicros: 5);

        var result = await new BackfillRunner(Options, TimeProvider.System).RunAsync(await PlanAsync(lake, view), Ct);

        result.Parts.Should().BeGreaterThan(1);
        result.Result.Should().Match<MaterializeResult>(r => r.RowsWritten == full.RowsWritten && r.KeysTouched == full.KeysTouched && r.NullKeyEvents == full.NullKeyEvents);
        result.Result.Overflows.Should().Be(full.Overflows);
        Same(await lake.ReadAsync(view, "gold"), await lake.ReadAsync(view, "full")).Should().BeTrue();
        (await Ledger.ReadAsync(Ct)).Should().BeNull();
    }

    [Fact]
    public async Task Run_CancelledAndRunAgain_KeepsFinishedPartsAndIncrementalRunsGoOn()
    {
        var view = Window;
        var lake = await FilledAsync(view);
        using var stop = new CancellationTokenSource();
        var cancelled = await PlanAsync(lake, view) with { Parallelism = 1, EventsPerPart = 30, Progress = new CancelNearEnd(stop) };
        await new Func<Task>(() => new BackfillRunner(Options, TimeProvider.System).RunAsync(cancelled, stop.Token)).Should().ThrowAsync<OperationCanceledException>();
        (await lake.Gold("gold").ExistsAsync(Ct)).Should().BeFalse();
        var state = await Ledger.ReadAsync(Ct);
        await lake.CommitAsync([new(Trips.Row("later", 70, "z", 1, delay: 3), Deleted: false)]);

        var plan = await PlanAsync(lake, view) with { Resume = state };
        var result = await new BackfillRunner(Options, TimeProvider.System).RunAsync(plan with { Run = plan.Run with { SilverVersion = state!.Pin.SilverVersion } }, Ct);
        await lake.RunAsync(view, "gold", 90);
        await lake.RunAsync(view, "full", 90);

        result.PartsKept.Should().Be(state.Parts.Count).And.BeGreaterThan(0);
        result.LostRace.Should().BeFalse();
        NormalForm.Differences(view, await lake.ReadAsync(view, "full"), await lake.ReadAsync(view, "gold"), 90).Should().BeEmpty();
    }

    [Fact]
    public async Task Run_GoldMadeMeanwhile_IsALostRaceAndNoDamage()
    {
        var view = Window;
        var lake = await FilledAsync(view);
        var raced = false;
        var plan = await PlanAsync(lake, view) with
        {
            Progress = new Callback(() =>
            {
                if (Interlocked.Exchange(ref raced, true)) return;
                lake.RunAsync(view, "gold", Clock, horizonMicros: 5).GetAwaiter().GetResult();
            }),
        };

        var result = await new BackfillRunner(Options, TimeProvider.System).RunAsync(plan, Ct);
        await lake.RunAsync(view, "full", Clock, horizonMicros: 5);

        result.LostRace.Should().BeTrue();
        result.Result.Changed.Should().BeFalse();
        Same(await lake.ReadAsync(view, "gold"), await lake.ReadAsync(view, "full")).Should().BeTrue();
        (await Ledger.ReadAsync(Ct)).Should().BeNull();
    }

    [Fact]
    public async Task Run_TwoProcessesOnOneBackfill_CommitEachPartOnce()
    {
        var view = Window;
        var lake = await FilledAsync(view);
        var plan = await PlanAsync(lake, view);
        var second = new TaskCompletionSource<Task<BackfillResult>>();
        var started = false;
        var first = plan with
        {
            Progress = new Callback(() =>
            {
                if (!Interlocked.Exchange(ref started, true)) second.SetResult(Task.Run(() => SecondAsync(plan), Ct));
            }),
        };

        var results = new[] { await new BackfillRunner(Options, TimeProvider.System).RunAsync(first, Ct), await await second.Task };
        await lake.RunAsync(view, "full", Clock, horizonMicros: 5);

        results.Should().Contain(r => !r.LostRace);
        Same(await lake.ReadAsync(view, "gold"), await lake.ReadAsync(view, "full")).Should().BeTrue();
    }

    public void Dispose() => directory.Dispose();

    private async Task<BackfillResult> SecondAsync(BackfillPlan plan) =>
        await new BackfillRunner(Options, TimeProvider.System).RunAsync(plan with { Resume = await Ledger.ReadAsync(Ct) }, Ct);

    private async Task<SilverLake> FilledAsync(EntityViewDefinition view)
    {
        var lake = new SilverLake(directory.Path, view.Contract);
        foreach (var batch in new EventGenerator(view, seed: 7, new() { Rows = 200, Batches = 2 }).Generate().Batches) await lake.CommitAsync(batch);
        return lake;
    }

    private async Task<BackfillPlan> PlanAsync(SilverLake lake, EntityViewDefinition view)
    {
        var silver = DeltaTable.ForPath(Path.Combine(directory.Path, "silver"));
        var version = (await silver.GetSnapshotAsync(ct: Ct)).Version;
        return new(new(view, "hash", silver, SilverLake.SilverName, version, lake.Gold("gold"), Clock, HorizonMicros: 5), Ledger, Parallelism: 3);
    }

    /// <summary>The same rows in the same order, bit for bit but for known_at.</summary>
    private static bool Same(List<ExpectedRow> left, List<ExpectedRow> right) => left.Count == right.Count && left.Zip(right).All(p =>
        p.First.Key.AsSpan().SequenceEqual(p.Second.Key) && p.First.ValidFromMicros == p.Second.ValidFromMicros && p.First.SaysTheSameAs(p.Second));

    private sealed class CancelNearEnd(CancellationTokenSource stop) : IProgress<BackfillProgress>
    {
        public void Report(BackfillProgress value)
        {
            if (value.Events * 5 > value.TotalEvents * 4) stop.Cancel();
        }
    }

    private sealed class Callback(Action action) : IProgress<BackfillProgress>
    {
        public void Report(BackfillProgress value) => action();
    }
}
