using System.Globalization;

namespace Lakehouse.Cli.Top;

/// <summary>What happened between two scrapes.</summary>
/// <param name="Before">The earlier one.</param>
/// <param name="Now">The later one.</param>
/// <param name="Seconds">Time between them.</param>
internal sealed record TopRates(MetricsPage Before, MetricsPage Now, double Seconds)
{
    /// <summary>How much a series grew a second; a service that was restarted begins at 0.</summary>
    public double PerSecond(MetricsSeries series)
    {
        var before = Before[series.Name].FirstOrDefault(s => Same(s, series))?.Value ?? 0;
        return (series.Value >= before ? series.Value - before : series.Value) / Seconds;
    }

    /// <summary>The series of a histogram with their rate and times between the scrapes.</summary>
    public IEnumerable<TopLatency> Histograms(string name)
    {
        foreach (var count in Now[name + "_count"])
        {
            var buckets = Now[name + "_bucket"].Where(b => count.Labels.All(l => b[l.Key] == l.Value)).Select(b => (Bound(b["le"]), PerSecond(b))).ToList();
            yield return new(count.Labels, count.Value, PerSecond(count), TopLatency.Quantile(buckets, 0.5), TopLatency.Quantile(buckets, 0.99));
        }
    }

    private static double Bound(string le) => le == "+Inf" ? double.PositiveInfinity : double.Parse(le, CultureInfo.InvariantCulture);

    private static bool Same(MetricsSeries a, MetricsSeries b) => a.Labels.Count == b.Labels.Count && a.Labels.All(l => b[l.Key] == l.Value);
}

/// <summary>A histogram between two scrapes.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Total">Number of all times since the service began.</param>
/// <param name="PerSecond">Number a second.</param>
/// <param name="P50">Median in seconds; null where nothing was counted.</param>
/// <param name="P99">99th percentile in seconds; null where nothing was counted.</param>
internal sealed record TopLatency(IReadOnlyDictionary<string, string> Labels, double Total, double PerSecond, double? P50, double? P99)
{
    /// <summary>A quantile from counts up to each bound, even within a bucket; beyond the last bound it is that bound.</summary>
    public static double? Quantile(IReadOnlyList<(double Bound, double Below)> buckets, double share)
    {
        if (buckets.Count == 0 || buckets[^1].Below <= 0) return null;
        var wanted = share * buckets[^1].Below;
        var (lower, below) = (0.0, 0.0);
        foreach (var (bound, upTo) in buckets)
        {
            if (upTo >= wanted && upTo > below) return double.IsPositiveInfinity(bound) ? lower : lower + ((bound - lower) * (wanted - below) / (upTo - below));
            (lower, below) = (bound, upTo);
        }

        return lower;
    }
}
