using Lakehouse.Features;
using Lakehouse.Features.Expressions;
using Lakehouse.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Lakehouse.Engine.DuckDb.Tests.Materialize;

public sealed class MaterializeRunnerTests : IDisposable
{
    private const string Gold = "gold";

    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Semantics("3.2")]
    [Fact]
    public async Task Run_WindowVectorsOfSemantics3_HoldAtTheMicrosecond()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        var view = Trips.Window([60], every: null, Trips.Feature("trips", Aggregate.Count, argument: null, DataType.Int64));
        await lake.CommitAsync([Trip("t1", time: 100)]);

        await lake.RunAsync(view, Gold, clockMicros: 1000);

        var rows = await lake.ReadAsync(view, Gold);
        rows.Select(Short).Should().Equal("101: 100 1", "161: 100 0");
    }

    [Fact]
    public async Task Run_Again_ChangesNothing()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", time: 100)]);
        var first = await lake.RunAsync(Trips.State(), Gold, clockMicros: 1000, horizonMicros: 50);

        var second = await lake.RunAsync(Trips.State(), Gold, clockMicros: 1000, horizonMicros: 50);

        first.Should().BeEquivalentTo(new { Version = 0L, Changed = true, RowsWritten = 1L, KeysTouched = 1L });
        second.Should().BeEquivalentTo(new { Version = 0L, Changed = false, RowsWritten = 0L, first.Progress, first.CommitTimestampMillis });
    }

    [Semantics("1.11")]
    [Fact]
    public async Task Run_OnlyTheClockMoves_CommitsWithoutRows()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", time: 100)]);
        await lake.RunAsync(Trips.State(), Gold, clockMicros: 1000, horizonMicros: 50);

        var moved = await lake.RunAsync(Trips.State(), Gold, clockMicros: 1010, horizonMicros: 10);

        moved.Should().BeEquivalentTo(new { Version = 1L, Changed = true, RowsWritten = 0L });
        moved.Progress.Should().BeEquivalentTo(new { ClockMicros = 1010L, FrontierMicros = 1050L, GreatestClockMicros = 1010L });
        (await CommitProgress.ReadAsync(await lake.Gold(Gold).GetSnapshotAsync(), Ct)).Should().BeEquivalentTo(moved.Progress);
        (await lake.Gold(Gold).GetSnapshotAsync()).Files.Should().HaveCount(1);
    }

    [Semantics("2.5")]
    [Fact]
    public async Task Run_FrontierPassesALeavingEvent_WritesTheDecayOfUntouchedKeys()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", time: 100), Trip("t2", time: 500)]);
        var view = Trips.Window([60], every: null, Trips.Feature("trips", Aggregate.Count, argument: null, DataType.Int64));
        await lake.RunAsync(view, Gold, clockMicros: 120);

        await lake.RunAsync(view, Gold, clockMicros: 161);

        (await lake.ReadAsync(view, Gold)).Select(Short).Should().Equal("101: 100 1", "161: 100 0");
    }

    [Semantics("2.6")]
    [Fact]
    public async Task Run_AllEventsOfAKeyVanish_RetractsItsRows()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", time: 100), Trip("t2", time: 100, city: "other")]);
        var view = Trips.Window([60], every: null, Trips.Feature("trips", Aggregate.Count, argument: null, DataType.Int64));
        await lake.RunAsync(view, Gold, clockMicros: 1000);
        await lake.CommitAsync([Trip("t1", time: 100) with { Deleted = true }]);

        var result = await lake.RunAsync(view, Gold, clockMicros: 1000);

        result.RowsWritten.Should().Be(2);
        var rows = await lake.ReadAsync(view, Gold);
        rows.Where(r => r.KnownAtMicros == result.Progress.KnownAtMicros).Select(Short).Should().Equal("101:  NULL R", "161:  NULL R");
        NormalForm.Of(view, rows, long.MaxValue).Should().HaveCount(2).And.OnlyContain(row => row.Key[0].AsString == "other");
    }

    [Semantics("5.6")]
    [Fact]
    public async Task Run_SumOverflows_NamesFeatureKeyAndInstantAndPublishesNothing()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", time: 100, delay: long.MaxValue), Trip("t2", time: 110, delay: 1)]);
        var view = Trips.Window([60], every: null, Trips.Feature("delay_sum", Aggregate.Sum, Trips.Delay, DataType.Int64));

        var run = () => lake.RunAsync(view, Gold, clockMicros: 1000);

        await run.Should().ThrowAsync<EngineException>().WithMessage(
            "*trip_window@1*delay_sum_60us for city=home line=1 at 1970-01-01T00:00:00.000111Z. Nothing was published.*");
        (await lake.Gold(Gold).ExistsAsync(Ct)).Should().BeFalse();
    }

    [Semantics("5.6")]
    [Fact]
    public async Task Run_SumOverflowsInAViewThatGivesNull_WritesNullAndCounts()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", time: 100, delay: long.MaxValue), Trip("t2", time: 110, delay: 1)]);
        var view = Trips.Window([60], every: null, Trips.Feature("delay_sum", Aggregate.Sum, Trips.Delay, DataType.Int64)) with { NullOnOverflow = true };

        var result = await lake.RunAsync(view, Gold, clockMicros: 1000);

        result.Overflows.Should().Be(1);
        (await lake.ReadAsync(view, Gold)).Select(Short).Should().Equal($"101: 100 {long.MaxValue}", "111: 110 NULL", "161: 110 1", "171: 110 0");
    }

    [Semantics("1.7")]
    [Fact]
    public async Task Run_EventsWithoutKey_AreLeftOutAndCounted()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", time: 100, city: null), Trip("t2", time: 100)]);
        var first = await lake.RunAsync(Trips.State(), Gold, clockMicros: 1000);
        await lake.CommitAsync([Trip("t3", time: 200, city: null)]);

        var second = await lake.RunAsync(Trips.State(), Gold, clockMicros: 1000);

        first.Should().BeEquivalentTo(new { NullKeyEvents = 1L, RowsWritten = 1L });
        second.Should().BeEquivalentTo(new { NullKeyEvents = 1L, RowsWritten = 0L });
    }

    [Semantics("6.4")]
    [Fact]
    public async Task Run_EventsWithoutKeyBeyondTheFrontier_AreCountedByTheRunThatPassesThem()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", time: 100, city: null), Trip("t2", time: 2000, city: null)]);
        var view = Trips.Window([60], every: null, Trips.Feature("trips", Aggregate.Count, argument: null, DataType.Int64));
        await lake.RunAsync(view, Gold, clockMicros: 1000);
        await lake.CommitAsync([Trip("t3", time: 1500, city: null), Trip("t4", time: 300, city: null), Trip("t5", time: 9000, city: null)]);

        var passing = await lake.RunAsync(view, Gold, clockMicros: 3000);
        var after = await lake.RunAsync(view, Gold, clockMicros: 4000);

        passing.NullKeyEvents.Should().Be(3);
        after.NullKeyEvents.Should().Be(0);
    }

    [Fact]
    public async Task Run_RowsThatDifferOnlyInOtherColumns_AreNoChange()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", time: 100), Trip("t2", time: 100)]);
        var view = Trips.Window([60], every: null, Trips.Feature("delay_sum", Aggregate.Sum, Trips.Delay, DataType.Int64));
        await lake.RunAsync(view, Gold, clockMicros: 1000);
        await lake.CommitAsync([Trip("t1", time: 100, note: "new")]);

        var result = await lake.RunAsync(view, Gold, clockMicros: 1000);

        result.Should().BeEquivalentTo(new { Changed = true, RowsWritten = 0L, Version = 1L });
        result.Progress.SourceVersions[SilverLake.SilverName].Should().Be(1);
    }

    [Fact]
    public async Task Run_ChangedDefinition_IsRefused()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract);
        await lake.CommitAsync([Trip("t1", time: 100)]);
        await lake.RunAsync(Trips.State(), Gold, clockMicros: 1000);

        var run = () => lake.RunAsync(Trips.State(), Gold, clockMicros: 1000, definitionHash: "other");

        await run.Should().ThrowAsync<EngineException>().WithMessage("*trip_state@1*another definition*");
    }

    [Semantics("2.4")]
    [Fact]
    public async Task Run_ClockLaterThanTheWallClock_IsRefused()
    {
        var lake = new SilverLake(directory.Path, Trips.Contract, new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddMilliseconds(1)));
        await lake.CommitAsync([Trip("t1", time: 100)]);

        var run = () => lake.RunAsync(Trips.State(), Gold, clockMicros: 1001);

        await run.Should().ThrowAsync<EngineException>().WithMessage("*later than the wall clock*");
    }

    [Semantics("1.10")]
    [Fact]
    public async Task Run_StampsRiseThoughTheClockStands_AndNoCommitIsEarlierThanItsStamp()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddSeconds(1));
        var lake = new SilverLake(directory.Path, Trips.Contract, clock);
        await lake.CommitAsync([Trip("t1", time: 100)]);
        var first = await lake.RunAsync(Trips.State(), Gold, clockMicros: 1000);
        await lake.CommitAsync([Trip("t2", time: 300)]);

        var running = lake.RunAsync(Trips.State(), Gold, clockMicros: 2000);
        for (; !running.IsCompleted; await Task.Delay(TimeSpan.FromMilliseconds(5), Ct)) clock.Advance(TimeSpan.FromMicroseconds(400));
        var second = await running;

        second.Progress.KnownAtMicros.Should().BeGreaterThan(first.Progress.KnownAtMicros);
        ((second.CommitTimestampMillis + 1) * 1000).Should().BeGreaterThanOrEqualTo(second.Progress.KnownAtMicros);
    }

    [Semantics("1.11")]
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_AnotherRunCommitsMeanwhile_PlansAgain(bool goldExists)
    {
        var calm = new SilverLake(directory.Path, Trips.Contract);
        await calm.CommitAsync([Trip("t1", time: 100)]);
        if (goldExists) await calm.RunAsync(Trips.State(), Gold, clockMicros: 500);
        await calm.CommitAsync([Trip("t2", time: 300)]);
        MaterializeResult? winner = null;
        var runOfTheWinner = () => calm.RunAsync(Trips.State(), Gold, clockMicros: 1000, silverVersion: 1);
        var racing = new SilverLake(directory.Path, Trips.Contract, new InterruptingClock(call: 2, () => winner = Task.Run(runOfTheWinner).GetAwaiter().GetResult()));

        var loser = await racing.RunAsync(Trips.State(), Gold, clockMicros: 2000, silverVersion: 1);

        loser.Version.Should().Be(winner!.Version + 1);
        loser.Should().BeEquivalentTo(new { Changed = true, RowsWritten = 0L });
        (await calm.ReadAsync(Trips.State(), Gold)).Select(r => r.ValidFromMicros).Should().Equal(100, 300);
        (await calm.Gold(Gold).GetSnapshotAsync()).Transactions["materialize:trip_state@1"].Should().Be(goldExists ? 3 : 2);
    }

    private static EventChange Trip(string id, long time, string? city = "home", long? delay = 1, string note = "n") =>
        new(Trips.Row(id, time, city, line: 1, delay, fare: 100, note));

    /// <summary>A row in short: valid_from, event_time, the one value, R where retracted.</summary>
    private static string Short(ExpectedRow row) =>
        $"{row.ValidFromMicros}: {row.EventTimeMicros} {(row.Values[0].IsNull ? "NULL" : row.Values[0].AsInt64)}{(row.Retracted ? " R" : "")}";

    /// <summary>The system's clock, at whose n-th reading something happens.</summary>
    private sealed class InterruptingClock(int call, Action interrupt) : TimeProvider
    {
        private int calls;

        public override DateTimeOffset GetUtcNow()
        {
            if (++calls == call) interrupt();
            return base.GetUtcNow();
        }
    }
}
