using System.Collections.Concurrent;
using Lakehouse.Online.Cassandra.Internal;

namespace Lakehouse.Online.Cassandra.Tests;

public sealed class InSlotsTests : IDisposable
{
    private const int Slots = 3;
    private readonly SemaphoreSlim slots = new(Slots);
    private readonly ConcurrentQueue<int> done = new();
    private readonly TaskCompletionSource together = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int arrived;
    private int running;
    private int most;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_SeveralCallsAtOnce_DoEachItemOnceInTheSharedSlots()
    {
        var calls = Enumerable.Range(0, 5).Select(call => InSlots.RunAsync(Enumerable.Range(call * 100, 100), slots, WorkOnceAllSlotsWereTakenAsync, Ct));

        await Task.WhenAll(calls);

        done.Should().BeEquivalentTo(Enumerable.Range(0, 500));
        most.Should().Be(Slots);
        slots.CurrentCount.Should().Be(Slots);
    }

    [Fact]
    public async Task Run_OneFails_ThrowsItWhenTheOthersHaveEndedAndDoesNoMore()
    {
        var run = () => InSlots.RunAsync(Enumerable.Range(0, 1_000), slots, (i, stop) => i == 10 ? throw new InvalidDataException("ten") : WorkUntilTenAsync(i, stop), Ct);

        await run.Should().ThrowAsync<InvalidDataException>().WithMessage("ten");

        running.Should().Be(0);
        done.Count.Should().BeLessThan(10 + Slots);
        slots.CurrentCount.Should().Be(Slots);
    }

    [Fact]
    public async Task Run_Cancelled_EndsWhenWhatIsUnderWayHasEnded()
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        async Task CancelAtTen(int i, CancellationToken stop)
        {
            if (i == 10) await cancelled.CancelAsync();
            await WorkUntilTenAsync(i, stop);
        }

        var run = () => InSlots.RunAsync(Enumerable.Range(0, 1_000), slots, CancelAtTen, cancelled.Token);

        await run.Should().ThrowAsync<OperationCanceledException>();
        running.Should().Be(0);
        done.Count.Should().BeInRange(1, 10 + Slots);
        slots.CurrentCount.Should().Be(Slots);
    }

    [Fact]
    public async Task Run_CancelledWhileAllSlotsAreTaken_EndsAtOnce()
    {
        for (var slot = 0; slot < Slots; slot++) await slots.WaitAsync(Ct);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var run = InSlots.RunAsync([1], slots, WorkAsync, cancelled.Token);
        await cancelled.CancelAsync();

        await new Func<Task>(() => run).Should().ThrowAsync<OperationCanceledException>();
        done.Should().BeEmpty();
    }

    public void Dispose() => slots.Dispose();

    /// <summary>Work that goes no further than the tenth item while that one's end is under way, however long its thread is kept from running.</summary>
    private async Task WorkUntilTenAsync(int item, CancellationToken stop)
    {
        if (item > 10) await Task.Delay(TimeSpan.FromSeconds(10), stop).ContinueWith(_ => { }, TaskScheduler.Default);
        await WorkAsync(item, stop);
    }

    /// <summary>Work that ends once as many items as there are slots were under way together, however long their threads are kept from running.</summary>
    private Task WorkOnceAllSlotsWereTakenAsync(int item, CancellationToken stop) => WorkAsync(item, () =>
    {
        if (Interlocked.Increment(ref arrived) == Slots) together.SetResult();
        return together.Task.WaitAsync(TimeSpan.FromSeconds(30), stop);
    });

    private Task WorkAsync(int item, CancellationToken stop) => WorkAsync(item, async () => await Task.Yield());

    private async Task WorkAsync(int item, Func<Task> pause)
    {
        var now = Interlocked.Increment(ref running);
        lock (slots) most = Math.Max(most, now);
        await pause();
        Interlocked.Decrement(ref running);
        done.Enqueue(item);
    }
}
