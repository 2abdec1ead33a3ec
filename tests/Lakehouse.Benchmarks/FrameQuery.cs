using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Benchmarks;

/// <summary>The same columns at the same instants as DuckDB's own RANGE frames.</summary>
/// <remarks>
/// 1. Instants come from the events by UNION of te + 1 and te + W + 1, as rows without a delay beside the events.
/// 2. A frame RANGE BETWEEN W PRECEDING AND 1 PRECEDING over microseconds is the half-open window [t − W, t): rows of instants inside it have no delay and do not count.
/// 3. The rows of instants are kept. All results are computed; they are added up into a digest by chunks, unsorted.
/// </remarks>
internal sealed class FrameQuery(string table, long[] windowsMicros, long frontier)
{
    private static readonly string[] Aggregates = ["count(delay)", "sum(delay)", "min(delay)", "max(delay)", "avg(delay)", "stddev(delay)"];

    private string Text
    {
        get
        {
            var offsets = string.Join(", ", windowsMicros.Select(w => w + 1).Prepend(1));
            var instants = $"SELECT DISTINCT origin, t + unnest([{offsets}]) AS t FROM {table}";
            var rows = $"SELECT origin, t, delay, false AS instant FROM {table} UNION ALL SELECT origin, t, NULL, true FROM ({instants}) WHERE t <= {frontier}";
            var columns = windowsMicros.SelectMany((_, w) => Aggregates.Select((a, i) => $"{Typed($"{a} OVER w{w}", i)} AS c{w}_{i}"));
            var frames = windowsMicros.Select((micros, w) => $"w{w} AS (PARTITION BY origin ORDER BY t RANGE BETWEEN {micros} PRECEDING AND 1 PRECEDING)");
            var names = windowsMicros.SelectMany((_, w) => Aggregates.Select((_, i) => $"c{w}_{i}"));
            return $"SELECT origin, t, {string.Join(", ", names)} FROM (SELECT origin, t, instant, {string.Join(", ", columns)} FROM ({rows}) WINDOW {string.Join(", ", frames)}) WHERE instant";
        }
    }

    /// <summary>Runs the query to its end.</summary>
    /// <param name="session">Has the table (origin, t, delay).</param>
    /// <param name="digest">Gets the rows; null to let them go.</param>
    public void Run(DuckDbSession session, WindowDigest? digest)
    {
        var integers = new long?[4 * windowsMicros.Length];
        session.Stream(Text, chunk =>
        {
            if (digest is null) return;
            for (var row = 0; row < chunk.Rows; row++)
            {
                for (var w = 0; w < windowsMicros.Length; w++)
                {
                    for (var i = 0; i < 4; i++)
                    {
                        var column = 2 + w * Aggregates.Length + i;
                        integers[4 * w + i] = chunk.IsValid(column, row) ? chunk.Int64s(column)[row] : i == 1 ? 0 : null;
                    }
                }

                digest.Add(WindowDigest.Hash(chunk.Bytes(0, row)), chunk.Int64s(1)[row], integers, []);
            }
        });
    }

    /// <summary>A sum of bigints is a hugeint.</summary>
    private static string Typed(string aggregate, int index) => index == 1 ? $"CAST({aggregate} AS BIGINT)" : aggregate;
}
