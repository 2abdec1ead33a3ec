using Cassandra.Internal.Pools;

namespace Cassandra.Tests.Pools;

public sealed class RetryLoopTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_FailsThenSucceeds_TriesUntilDone()
    {
        var tries = 0;
        var done = new TaskCompletionSource();
        await using var loop = new RetryLoop(
            _ =>
            {
                if (++tries == 3) done.SetResult();
                return Task.FromResult(tries >= 3);
            },
            new ConstantReconnectionPolicy(1));

        await loop.RunAsync();
        await done.Task.WaitAsync(Ct);

        tries.Should().Be(3);
    }

    [Fact]
    public async Task Run_ATryThrows_CountsAsFailed()
    {
        var tries = 0;
        var done = new TaskCompletionSource();
        await using var loop = new RetryLoop(
            _ =>
            {
                if (++tries == 1) throw new InvalidOperationException("once");
                done.SetResult();
                return Task.FromResult(true);
            },
            new ConstantReconnectionPolicy(1));

        await loop.RunAsync();

        await done.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
    }

    [Fact]
    public async Task Wake_DuringALongWait_TriesAtOnce()
    {
        var second = new TaskCompletionSource();
        var tries = 0;
        await using var loop = new RetryLoop(
            _ =>
            {
                if (++tries == 2) second.SetResult();
                return Task.FromResult(tries >= 2);
            },
            new ConstantReconnectionPolicy(3_600_000));
        await loop.RunAsync();

        loop.Wake();

        await second.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
    }

    [Fact]
    public async Task Run_AskedWhileATryEnds_TriesOnceMore()
    {
        var gate = new SemaphoreSlim(0);
        var tries = 0;
        var twice = new TaskCompletionSource();
        await using var loop = new RetryLoop(
            async _ =>
            {
                if (Interlocked.Increment(ref tries) == 2) twice.SetResult();
                await gate.WaitAsync();
                return true;
            },
            new ConstantReconnectionPolicy(1));
        var first = loop.RunAsync();

        _ = loop.RunAsync();
        gate.Release(2);
        await first.WaitAsync(Ct);

        await twice.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
    }

    [Fact]
    public async Task Dispose_DuringAWait_EndsAndStartsNoMore()
    {
        var tries = 0;
        var loop = new RetryLoop(_ => Task.FromResult(++tries < 0), new ConstantReconnectionPolicy(3_600_000));
        await loop.RunAsync();

        await loop.DisposeAsync();
        await loop.RunAsync();

        tries.Should().Be(1);
    }
}
