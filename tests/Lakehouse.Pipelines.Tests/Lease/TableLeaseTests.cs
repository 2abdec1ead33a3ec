using System.Diagnostics;
using Lakehouse.Engine;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Pipelines.Conform;
using Lakehouse.Pipelines.Internal.Lease;

namespace Lakehouse.Pipelines.Tests.Lease;

public sealed class TableLeaseTests : IAsyncLifetime
{
    private const string Table = "gold/trips@1";

    private TestLake test = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private JobContext Embedded => test.Context;

    private JobContext Other => test.Context with { Engine = new Renamed("spark", test.Context.Engine) };

    public async ValueTask InitializeAsync() => test = await TestLake.CreateAsync(new TripsProject(Features.Format.Csv()));

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task AcquireAsync_ManyOfOneEngine_AllHold()
    {
        using var first = await TableLease.AcquireAsync(Embedded, Table, "materialize", Ct);
        using var second = await TableLease.AcquireAsync(Embedded, Table, "run", Ct);

        first.Should().NotBeNull();
        second.Should().NotBeNull();
    }

    [Fact]
    [Semantics("7.33")]
    public async Task AcquireAsync_OtherEngineHolds_IsRefusedWithWhoAndWhatToDo()
    {
        using var held = await TableLease.AcquireAsync(Embedded, Table, "materialize", Ct);

        var acquire = () => TableLease.AcquireAsync(Other, Table, "run", Ct);

        var refused = (await acquire.Should().ThrowAsync<JobException>()).Which;
        refused.ExitCode.Should().Be(3);
        refused.Message.Should().Contain(Table).And.Contain("engine duckdb").And.Contain($"process {Environment.ProcessId}").And.Contain(Environment.MachineName)
            .And.Contain("materialize, since 20").And.Contain("run the same command again");
    }

    [Fact]
    public async Task AcquireAsync_OtherEngineHasEnded_Holds()
    {
        (await TableLease.AcquireAsync(Embedded, Table, "materialize", Ct))!.Dispose();

        using var lease = await TableLease.AcquireAsync(Other, Table, "run", Ct);

        lease.Should().NotBeNull();
        Directory.GetFiles(test.Context.Lake.LeasePath(Table)!, "*.holder").Should().ContainSingle("who has ended leaves no file");
    }

    [Fact]
    public async Task AcquireAsync_OtherTable_Holds()
    {
        using var held = await TableLease.AcquireAsync(Embedded, Table, "materialize", Ct);

        using var lease = await TableLease.AcquireAsync(Other, "gold/others@1", "materialize", Ct);

        lease.Should().NotBeNull();
    }

    [Fact]
    public async Task AcquireAsync_BothEnginesAtOnce_NeverBothHold()
    {
        for (var round = 0; round < 20; round++)
        {
            var attempts = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => TryAsync(i % 2 == 0 ? Embedded : Other), Ct)));

            var engines = attempts.Where(a => a.Lease is not null).Select(a => a.Engine).Distinct().ToList();
            foreach (var (_, lease) in attempts) lease?.Dispose();
            engines.Should().ContainSingle("one engine is first, and shuts the other out");
        }
    }

    [Fact]
    public async Task RunAsync_OtherEngineHolds_LeavesNoRecord()
    {
        var contract = new Features.VersionedName("trips", 1);
        using var held = await TableLease.AcquireAsync(Other, $"silver/{contract}", "conform", Ct);

        var run = () => ConformJob.RunAsync(Embedded, contract, Ct);

        (await run.Should().ThrowAsync<JobException>()).Which.ExitCode.Should().Be(3);
        (await test.Context.Catalog.ListRunsAsync(Ct)).Should().BeEmpty();
    }

    [Fact]
    public async Task AcquireAsync_HolderWasKilled_IsNoHolder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "flock is not there.");
        var directory = Directory.CreateDirectory(test.Context.Lake.LeasePath(Table)!).FullName;
        var holder = Path.Combine(directory, "duckdb.killed.holder");
        await File.WriteAllTextAsync(holder, """{"Engine":"duckdb","Job":"materialize","Pid":1,"Host":"h","Since":"2001-01-01T00:00:00Z"}""", Ct);
        using var process = Process.Start(new ProcessStartInfo("flock", ["--shared", holder, "sh", "-c", "echo held; exec sleep 600"]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadLineAsync(Ct);
        var acquire = () => TableLease.AcquireAsync(Other, Table, "materialize", Ct);
        (await acquire.Should().ThrowAsync<JobException>("another process holds it")).Which.Message.Should().Contain("process 1 on h");

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(Ct);

        using var lease = await AgainAsync();
        lease.Should().NotBeNull();
        File.Exists(holder).Should().BeFalse("what a dead process left goes");
    }

    // The kernel drops the lock when the last of the killed processes is gone.
    private async Task<TableLease?> AgainAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await TableLease.AcquireAsync(Other, Table, "materialize", Ct);
            }
            catch (JobException) when (attempt < 100)
            {
                await Task.Delay(50, Ct);
            }
        }
    }

    private static async Task<(string Engine, TableLease? Lease)> TryAsync(JobContext context)
    {
        try
        {
            return (context.Engine.Name, await TableLease.AcquireAsync(context, Table, "materialize", Ct));
        }
        catch (JobException)
        {
            return (context.Engine.Name, null);
        }
    }

    /// <summary>The embedded engine under another name.</summary>
    private sealed class Renamed(string name, IEngine inner) : IEngine
    {
        public string Name => name;

        public Task<ConformResult> ConformAsync(ConformPlan plan, CancellationToken ct) => inner.ConformAsync(plan, ct);

        public Task<MaterializeResult> MaterializeAsync(MaterializePlan plan, CancellationToken ct) => inner.MaterializeAsync(plan, ct);

        public Task<BackfillResult> BackfillAsync(BackfillPlan plan, CancellationToken ct) => inner.BackfillAsync(plan, ct);

        public Task<TrainingResult> BuildTrainingSetAsync(TrainingPlan plan, CancellationToken ct) => inner.BuildTrainingSetAsync(plan, ct);

        public Task<TrainingDigest> DigestAsync(Delta.Snapshot trainingSet, int format, CancellationToken ct) => inner.DigestAsync(trainingSet, format, ct);

        public Task<IReadOnlyList<GoldRow?>> LookupAsync(LookupPlan plan, CancellationToken ct) => inner.LookupAsync(plan, ct);

        public IAsyncEnumerable<GoldRow> ReadForSyncAsync(SyncPlan plan, CancellationToken ct) => inner.ReadForSyncAsync(plan, ct);

        public Task<TableDifference> DiffAsync(DiffPlan plan, CancellationToken ct) => inner.DiffAsync(plan, ct);
    }
}
