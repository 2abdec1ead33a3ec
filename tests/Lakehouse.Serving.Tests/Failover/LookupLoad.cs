using System.Collections.Concurrent;
using System.Diagnostics;

namespace Lakehouse.Serving.Tests.Failover;

/// <summary>Lookups one after another on a few connections at once, until it is disposed of: what each gave, and how long it took.</summary>
internal sealed class LookupLoad : IAsyncDisposable
{
    private const int Callers = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private readonly CancellationTokenSource end = new();
    private readonly Task running;

    public LookupLoad(RegionPair pair) => running = Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => CallAsync(pair)));

    public ConcurrentQueue<(long GoldVersion, TimeSpan Took)> Answers { get; } = new();

    public ConcurrentQueue<Exception> Failures { get; } = new();

    /// <summary>The gold version of the newest answer.</summary>
    public long Newest => Answers.LastOrDefault().GoldVersion;

    /// <summary>The duration that 99 of 100 answers stay below.</summary>
    public TimeSpan NinetyNinth => Answers.Select(a => a.Took).Order().ElementAt(Answers.Count * 99 / 100);

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await running;
        end.Dispose();
    }

    private async Task CallAsync(RegionPair pair)
    {
        while (!end.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                Answers.Enqueue((await pair.LookupAsync(), Stopwatch.GetElapsedTime(start)));
            }
            catch (Exception e)
            {
                Failures.Enqueue(e);
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }
}
