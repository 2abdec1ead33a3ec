namespace Lakehouse.Benchmarks;

/// <summary>One window's columns at gold's instants as Spark's own RANGE frames, added up: the text that one would write first.</summary>
/// <remarks>As <see cref="FrameQuery"/> in DuckDB: instants are rows without a delay beside the events, and only they are kept.</remarks>
internal static class SparkFrameQuery
{
    /// <summary>A query of one row: rows, and the sums of count, sum, minimum, maximum, mean and deviation.</summary>
    /// <param name="silver">Path of the silver table.</param>
    /// <param name="windowMicros">The window.</param>
    /// <param name="frontierMicros">Later instants are left out.</param>
    public static string Of(string silver, long windowMicros, long frontierMicros)
    {
        var events = $"SELECT origin, unix_micros(departed_at) AS t, delay_minutes AS delay, FALSE AS instant FROM delta.`{silver}`";
        var instants = $"SELECT DISTINCT origin, explode(array(t + 1, t + 1 + {windowMicros}L)) AS t FROM ({events})";
        return $"""
            SELECT count(*), sum(c), sum(s), sum(mn), sum(mx), sum(mean), sum(deviation) FROM (
                SELECT instant, count(delay) OVER w AS c, sum(delay) OVER w AS s, min(delay) OVER w AS mn, max(delay) OVER w AS mx,
                    avg(delay) OVER w AS mean, stddev_samp(delay) OVER w AS deviation
                FROM ({events} UNION ALL SELECT origin, t, NULL, TRUE FROM ({instants}) WHERE t <= {frontierMicros}L)
                WINDOW w AS (PARTITION BY origin ORDER BY t RANGE BETWEEN {windowMicros} PRECEDING AND 1 PRECEDING))
            WHERE instant
            """;
    }
}
