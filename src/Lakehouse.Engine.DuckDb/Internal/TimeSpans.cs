using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Engine.DuckDb.Internal;

/// <summary>Disjoint spans of time in order, by which scans leave out files and row groups.</summary>
/// <remarks>Beyond a fixed number of spans, those with the narrowest gaps between them become one: a condition stays short, and what is read needlessly is least.</remarks>
internal sealed class TimeSpans
{
    private const int Most = 48;

    private readonly List<(long From, long To)> spans;

    private TimeSpans(List<(long From, long To)> spans) => this.spans = spans;

    /// <summary>The spans in order, both ends inclusive microseconds.</summary>
    public IReadOnlyList<(long From, long To)> All => spans;

    public bool IsEmpty => spans.Count == 0;

    /// <summary>The spans that a query gives.</summary>
    /// <param name="session">Runs it.</param>
    /// <param name="query">SELECT of two BIGINTs: from and to, both inclusive microseconds, ordered by from.</param>
    /// <param name="ct">Cancels.</param>
    public static TimeSpans Read(DuckDbSession session, string query, CancellationToken ct)
    {
        var read = new List<(long From, long To)>();
        session.Stream(query, chunk =>
        {
            ReadOnlySpan<long> from = chunk.Int64s(0), to = chunk.Int64s(1);
            for (var row = 0; row < chunk.Rows; row++) Add(read, from[row], to[row]);
        }, ct);
        return new(Bounded(read));
    }

    /// <summary>Spans, both ends inclusive, ordered by their beginning.</summary>
    public static TimeSpans Of(IEnumerable<(long From, long To)> ordered)
    {
        var joined = new List<(long From, long To)>();
        foreach (var (from, to) in ordered) Add(joined, from, to);
        return new(Bounded(joined));
    }

    /// <summary>The condition that a column of type timestamp lies in a span.</summary>
    public ScanPredicate Of(string column) => spans
        .Select(ScanPredicate (s) => new AndPredicate(new ComparePredicate(column, ">=", Instant.ToUtc(s.From)), new ComparePredicate(column, "<=", Instant.ToUtc(s.To))))
        .DefaultIfEmpty(new ConstantPredicate(false))
        .Aggregate((left, right) => new OrPredicate(left, right));

    private static List<(long From, long To)> Bounded(List<(long From, long To)> ordered)
    {
        if (ordered.Count <= Most) return ordered;
        var gaps = Enumerable.Range(1, ordered.Count - 1).OrderByDescending(i => ordered[i].From - ordered[i - 1].To).Take(Most - 1).Order().Append(ordered.Count);
        var merged = new List<(long From, long To)>();
        var first = 0;
        foreach (var next in gaps)
        {
            merged.Add((ordered[first].From, ordered[next - 1].To));
            first = next;
        }

        return merged;
    }

    private static void Add(List<(long From, long To)> ordered, long from, long to)
    {
        if (ordered is [.., var last] && from - 1 <= last.To) ordered[^1] = (last.From, Math.Max(last.To, to));
        else ordered.Add((from, to));
    }
}
