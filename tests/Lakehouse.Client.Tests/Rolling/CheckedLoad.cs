using System.Collections.Concurrent;
using Grpc.Core;

namespace Lakehouse.Client.Tests.Rolling;

/// <summary>Callers that look sensors up one after another until it is disposed of, and compare every value.</summary>
internal sealed class CheckedLoad : IAsyncDisposable
{
    private const int Callers = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private readonly CancellationTokenSource end = new();
    private readonly FeatureClient client;
    private readonly Func<int, long?, bool> isRight;
    private readonly Task running;
    private int calls;

    /// <param name="client">The client of all callers.</param>
    /// <param name="isRight">Whether a sensor may have that level now.</param>
    public CheckedLoad(FeatureClient client, Func<int, long?, bool> isRight)
    {
        (this.client, this.isRight) = (client, isRight);
        running = Task.WhenAll(Enumerable.Range(0, Callers).Select(CallAsync));
    }

    public int Calls => calls;

    public ConcurrentQueue<RpcException> Failures { get; } = new();

    public ConcurrentQueue<string> WrongValues { get; } = new();

    /// <summary>Returns when so many more calls have ended.</summary>
    public async Task MoreAsync(int count)
    {
        var from = calls;
        while (calls < from + count) await Task.Delay(Pause, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!end.IsCancellationRequested) await end.CancelAsync();
        await running;
        client.Dispose();
    }

    private async Task CallAsync(int caller)
    {
        for (var call = caller; !end.IsCancellationRequested; call++)
        {
            var sensor = call % RollingLake.Sensors;
            try
            {
                var value = (await client.GetFeaturesAsync(RollingLake.Query(sensor), CancellationToken.None)).Rows[0]["sensor_level.level"].Value as long?;
                if (!isRight(sensor, value)) WrongValues.Enqueue($"sensor {sensor}: {value}");
            }
            catch (RpcException e)
            {
                Failures.Enqueue(e);
            }

            Interlocked.Increment(ref calls);
            await Task.Delay(Pause, CancellationToken.None);
        }
    }
}
