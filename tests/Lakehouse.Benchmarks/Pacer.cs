using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Lakehouse.Benchmarks;

/// <summary>Sends at a fixed rate whatever the answers do.</summary>
/// <remarks>Latency counts from the instant at which a request was to be sent, so that a stall is charged to all that it delays.</remarks>
internal sealed class Pacer
{
    private readonly double ticksApart;
    private readonly long start;
    private readonly long[] lateness;

    /// <param name="perSecond">The rate.</param>
    /// <param name="count">How many are sent.</param>
    public Pacer(double perSecond, int count)
    {
        ticksApart = Stopwatch.Frequency / perSecond;
        lateness = new long[count];
        start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 20);
    }

    public int Count => lateness.Length;

    /// <summary>How late the sender itself was: what a busy machine adds to every latency.</summary>
    public Latencies Lateness => new(lateness);

    /// <summary>Time from when a request was to be sent until a timestamp.</summary>
    public long TicksSince(int number, long timestamp) => timestamp - Due(number);

    /// <summary>Sends all, on a thread of its own.</summary>
    public Task RunAsync(Action<int> send, CancellationToken ct) => Task.Factory.StartNew(
        () =>
        {
            for (var number = 0; number < Count; number++)
            {
                ct.ThrowIfCancellationRequested();
                while (Due(number) - Stopwatch.GetTimestamp() is > 0 and var wait) _ = Sleep((uint)((wait * 1_000_000 / Stopwatch.Frequency) + 1));
                lateness[number] = TicksSince(number, Stopwatch.GetTimestamp());
                send(number);
            }
        },
        ct,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    // Thread.Sleep and timers know whole milliseconds only, and spinning would take a core from those who are measured.
    [DllImport("libc", EntryPoint = "usleep")]
    private static extern int Sleep(uint micros);

    private long Due(int number) => start + (long)(number * ticksApart);
}

/// <summary>Percentiles of times in ticks of <see cref="Stopwatch"/>.</summary>
internal sealed class Latencies(IEnumerable<long> ticks)
{
    private readonly long[] sorted = [.. ticks.Order()];

    public double Milliseconds(double share) => sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)] * 1e3 / Stopwatch.Frequency;

    public override string ToString() => $"p50 {Milliseconds(0.50),6:F2} ms, p99 {Milliseconds(0.99),7:F2} ms";
}
