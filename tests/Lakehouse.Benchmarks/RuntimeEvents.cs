using System.Diagnostics.Tracing;
using System.Globalization;

namespace Lakehouse.Benchmarks;

/// <summary>Pauses by garbage collection, changes of the thread pool, and methods that were compiled anew, told on standard error as they happen: beside slow calls they say why those were slow.</summary>
/// <remarks>Only where the variable <see cref="Variable"/> is set: listening has a price.</remarks>
internal sealed class RuntimeEvents : EventListener
{
    public const string Variable = "LAKEHOUSE_BENCH_EVENTS";
    private const EventKeywords Collection = (EventKeywords)0x1, Compilation = (EventKeywords)0x10, Threading = (EventKeywords)0x10000;
    private DateTime suspended;
    private bool collects;
    private int compiled;

    public static bool AreWanted => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>Prints a line that sorts with the events.</summary>
    public static void Tell(DateTimeOffset at, string what) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{at:HH:mm:ss.ffff} {what}"));

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(eventSource, EventLevel.Informational, Collection | Compilation | Threading);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        var name = eventData.EventName ?? "";
        if (name.StartsWith("GCStart", StringComparison.Ordinal)) collects = true;
        else if (name.StartsWith("GCSuspendEEBegin", StringComparison.Ordinal)) (suspended, collects) = (eventData.TimeStamp, false);
        else if (name.StartsWith("GCRestartEEEnd", StringComparison.Ordinal))
        {
            var heap = GC.GetGCMemoryInfo(GCKind.Any);
            Tell(eventData.TimeStamp, string.Create(
                CultureInfo.InvariantCulture,
                $"  server {Environment.ProcessId}: paused {(eventData.TimeStamp - suspended).TotalMilliseconds:F1} ms{(collects ? $", generation {heap.Generation}, {heap.PromotedBytes / 1e6:F1} MB kept" : "")}; {Interlocked.Exchange(ref compiled, 0)} methods compiled since"));
        }
        else if (name.StartsWith("MethodLoadVerbose", StringComparison.Ordinal)) Interlocked.Increment(ref compiled);
        else if (name.StartsWith("ThreadPoolWorkerThreadAdjustmentAdjustment", StringComparison.Ordinal))
            Tell(eventData.TimeStamp, $"  server {Environment.ProcessId}: thread pool {string.Join(' ', eventData.Payload ?? [])}");
    }
}
