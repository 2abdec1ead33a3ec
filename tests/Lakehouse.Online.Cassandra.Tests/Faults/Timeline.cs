using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Lakehouse.Online.Cassandra.Tests.Faults;

/// <summary>When each call ended, how long it took and whether it failed.</summary>
internal sealed class Timeline
{
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly ConcurrentQueue<Call> calls = new();

    /// <summary>Seconds since the beginning.</summary>
    public double Now => Stopwatch.GetElapsedTime(began).TotalSeconds;

    /// <summary>Failures, oldest first.</summary>
    public IReadOnlyList<OnlineStoreException> Errors => [.. calls.Select(c => c.Error).OfType<OnlineStoreException>()];

    /// <summary>Runs a call and notes it; an error of the store is noted and not thrown.</summary>
    /// <returns>False when it failed.</returns>
    public async Task<bool> NoteAsync(string kind, Func<Task> call)
    {
        var start = Stopwatch.GetTimestamp();
        OnlineStoreException? error = null;
        try
        {
            await call();
        }
        catch (OnlineStoreException e)
        {
            error = e;
        }

        calls.Enqueue(new(kind, Now, Stopwatch.GetElapsedTime(start), error));
        return error is null;
    }

    /// <summary>How many calls of a kind succeeded between two seconds.</summary>
    public int Count(string kind, double from, double to) => Between(kind, from, to).Count(c => c.Error is null);

    /// <summary>How long a share of the calls of a kind took at most that ended between two seconds.</summary>
    public TimeSpan Percentile(double share, string kind, double from, double to)
    {
        var taken = Between(kind, from, to).Select(c => c.Took).Order().ToList();
        return taken.Count == 0 ? TimeSpan.MaxValue : taken[(int)(taken.Count * share)];
    }

    /// <summary>One line for each second.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("second  kind    ok  failed  p50 ms  p99 ms  max ms\n");
        foreach (var second in calls.GroupBy(c => ((int)c.At, c.Kind)).OrderBy(g => g.Key))
        {
            var took = second.Select(c => c.Took.TotalMilliseconds).Order().ToList();
            var failed = second.Count(c => c.Error is not null);
            text.Append(CultureInfo.InvariantCulture, $"{second.Key.Item1,6}  {second.Key.Kind,-5} {took.Count - failed,5}  {failed,6}  {took[took.Count / 2],6:F1}  {took[(int)(took.Count * 0.99)],6:F1}  {took[^1],6:F1}\n");
        }

        foreach (var error in calls.Where(c => c.Error is not null).GroupBy(c => c.Error!.Message).Take(5)) text.Append(CultureInfo.InvariantCulture, $"{error.Count()}x {error.Key}\n");
        return text.ToString();
    }

    private IEnumerable<Call> Between(string kind, double from, double to) => calls.Where(c => c.Kind == kind && c.At >= from && c.At < to);

    private sealed record Call(string Kind, double At, TimeSpan Took, OnlineStoreException? Error);
}
