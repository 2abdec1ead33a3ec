namespace Lakehouse.Benchmarks;

/// <summary>The most managed memory while a piece of work runs, looked at every few milliseconds.</summary>
/// <param name="HeldBytes">Everything in the heap, garbage included.</param>
/// <param name="KeptBytes">What the collection that kept most had kept, with what it had not looked at.</param>
internal sealed record MemoryPeak(long HeldBytes, long KeptBytes)
{
    private const double Mebibyte = 1 << 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static async Task<MemoryPeak> OfAsync(Func<Task> work)
    {
        GC.Collect();
        using var stop = new CancellationTokenSource();
        var sampling = Task.Factory.StartNew(() => Sample(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await work();
        }
        finally
        {
            await stop.CancelAsync();
        }

        return await sampling;
    }

    public override string ToString() => $"{HeldBytes / Mebibyte:F0} MiB in the heap, {KeptBytes / Mebibyte:F0} MiB after collections";

    private static MemoryPeak Sample(CancellationToken ct)
    {
        var (held, kept) = (0L, 0L);
        do
        {
            held = Math.Max(held, GC.GetTotalMemory(forceFullCollection: false));
            kept = Math.Max(kept, GC.GetGCMemoryInfo().HeapSizeBytes);
        }
        while (!ct.WaitHandle.WaitOne(Pause));

        return new(held, kept);
    }
}
