using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Grpc.Core;
using Lakehouse.Online;

namespace Lakehouse.Benchmarks;

/// <summary>When each call ended, how long it took, and whether it failed or was wrong.</summary>
internal sealed class KillTimeline
{
    public const string Lookup = "lookup", Write = "write";
    private const int MostErrors = 5;
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly ConcurrentQueue<Call> calls = new();
    private readonly ConcurrentQueue<(int Second, string What)> events = new();

    /// <summary>True when no call failed and none was wrong.</summary>
    public bool IsGood => calls.All(c => c.IsRight && c.Error is null);

    private double Now => Stopwatch.GetElapsedTime(began).TotalSeconds;

    /// <summary>Notes what was done to the nodes.</summary>
    public void Says(string what) => events.Enqueue(((int)Now, what));

    /// <summary>Runs a call, which tells whether its answer is right, and notes it.</summary>
    /// <param name="kind">What it does.</param>
    /// <param name="lateTicks">By how much it was sent late: part of its latency.</param>
    /// <param name="call">The call.</param>
    public async Task NoteAsync(string kind, long lateTicks, Func<Task<bool>> call)
    {
        var start = Stopwatch.GetTimestamp() - lateTicks;
        var (isRight, error) = (true, (string?)null);
        try
        {
            isRight = await call();
        }
        catch (RpcException e)
        {
            error = $"{e.StatusCode}: {e.Status.Detail}";
        }
        catch (OnlineStoreException e)
        {
            error = e.Message;
        }

        calls.Enqueue(new(kind, (int)Now, Stopwatch.GetElapsedTime(start), isRight, error));
    }

    /// <summary>One line for each second, then the errors.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(
            """
            | second | lookups | failed | wrong | p50 ms | p99 ms | longest ms | writes | failed | longest ms | |
            |---|---|---|---|---|---|---|---|---|---|---|

            """);
        var first = calls.Min(c => c.Second);
        foreach (var second in calls.GroupBy(c => c.Second).OrderBy(g => g.Key))
        {
            var (lookups, writes) = (new Calls(second.Where(c => c.Kind == Lookup)), new Calls(second.Where(c => c.Kind == Write)));
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {second.Key - first} | {lookups.Count} | {lookups.Failed} | {lookups.Wrong} | {lookups.Millis(0.5)} | {lookups.Millis(0.99)} | {lookups.Millis(1)} "
                + $"| {writes.Count} | {writes.Failed} | {writes.Millis(1)} | {string.Join("; ", events.Where(e => e.Second == second.Key).Select(e => e.What))} |\n");
        }

        foreach (var kind in calls.GroupBy(c => c.Kind))
        {
            var all = new Calls(kind);
            text.Append(CultureInfo.InvariantCulture, $"{all.Count:N0} {kind.Key}s, {all.Failed} failed, {all.Wrong} wrong.\n");
        }

        foreach (var error in calls.Where(c => c.Error is not null).GroupBy(c => c.Error).Take(MostErrors)) text.Append(CultureInfo.InvariantCulture, $"{error.Count()} times: {error.Key}\n");
        return text.ToString();
    }

    private sealed record Call(string Kind, int Second, TimeSpan Took, bool IsRight, string? Error);

    private sealed class Calls(IEnumerable<Call> some)
    {
        private readonly List<Call> calls = [.. some.OrderBy(c => c.Took)];

        public int Count => calls.Count;

        public int Failed => calls.Count(c => c.Error is not null);

        public int Wrong => calls.Count(c => !c.IsRight);

        public string Millis(double share) =>
            calls.Count == 0 ? "" : calls[Math.Min((int)(calls.Count * share), calls.Count - 1)].Took.TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture);
    }
}
