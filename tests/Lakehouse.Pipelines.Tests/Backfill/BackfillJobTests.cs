using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Pipelines.Backfill;
using Lakehouse.Pipelines.Conform;

namespace Lakehouse.Pipelines.Tests.Backfill;

public sealed class BackfillJobTests(TripsLake trips) : IClassFixture<TripsLake>, IAsyncLifetime
{
    private static readonly VersionedName View = TripsProject.CityTrips;

    private TestLake test = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => test = await TestLake.CopyAsync(trips.Lake);

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Semantics("7.31")]
    [Fact]
    public async Task RunAsync_ViewWithGold_IsRefused()
    {
        var run = () => RunAsync(new(View));

        (await run.Should().ThrowAsync<JobException>().WithMessage("*gold/city_trips@1 exists already*next version*")).Which.ExitCode.Should().Be(3);
    }

    [Semantics("7.31")]
    [Theory]
    [InlineData("clock", "*clock asked for is 2001-03-01T11*")]
    [InlineData("horizon", "*horizon asked for is 07:00:00*")]
    [InlineData("definition", "*computes sha256:other*")]
    public async Task RunAsync_BegunWithAnotherMeaning_IsRefused(string what, string message)
    {
        await BeginAsync(what == "definition" ? "sha256:other" : null);
        var options = what switch
        {
            "clock" => new BackfillOptions(View) { ClockMicros = Trips.At("2001-03-01T11:00:00Z") },
            "horizon" => new BackfillOptions(View) { Horizon = TimeSpan.FromHours(7) },
            _ => new BackfillOptions(View),
        };

        var run = () => RunAsync(options);

        (await run.Should().ThrowAsync<JobException>().WithMessage(message)).Which.ExitCode.Should().Be(3);
        (await test.Context.Lake.Gold(View).ExistsAsync(Ct)).Should().BeFalse();
    }

    [Semantics("7.31")]
    [Fact]
    public async Task RunAsync_BegunAndMoreDataSince_ComputesWhatWasPinned()
    {
        await BeginAsync();
        await test.IngestAsync("trips_raw", test.Write("2.csv", Trips.Second));
        await ConformJob.RunAsync(test.Context, TripsProject.Contract, Ct);

        await RunAsync(new(View));

        var progress = await CommitProgress.ReadAsync(await GoldAsync(test), Ct);
        progress!.ClockMicros.Should().Be(Trips.At("2001-03-01T12:00:00Z"));
        (await test.Context.Engine.DiffAsync(new DiffPlan(await GoldAsync(trips.Lake), await GoldAsync(test)), Ct)).Different.Should().Be(0);
    }

    /// <summary>Takes gold away and begins a backfill at the state of which it was made, as a process that was killed at once.</summary>
    private async Task BeginAsync(string? hash = null)
    {
        var made = (await CommitProgress.ReadAsync(await GoldAsync(test), Ct))!;
        Directory.Delete(test.Context.Lake.Gold(View).Path, recursive: true);
        var silver = (await test.SnapshotAsync("silver/trips@1")).Version;
        var (clock, frontier) = (made.ClockMicros!.Value, made.FrontierMicros!.Value);
        var pin = new BackfillPin(hash ?? made.DefinitionHash, silver, clock, frontier - clock, clock, NullKeyEvents: 0, [new([""], Events: 2)]);
        await new BackfillLedger(test.Context.Lake.Backfill(View)).BeginAsync(pin, Ct);
    }

    private static Task<Delta.Snapshot> GoldAsync(TestLake lake) => lake.SnapshotAsync($"gold/{View}");

    private Task<JobResult> RunAsync(BackfillOptions options) => BackfillJob.RunAsync(test.Context, options, _ => Task.CompletedTask, Ct);
}
