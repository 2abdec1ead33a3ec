using System.Globalization;

namespace Lakehouse.Cli.Top;

/// <summary>One picture of a running service: lookups by set and status, then views with cache, store and freshness.</summary>
internal static class TopFrame
{
    private const int Narrowest = 60;
    private const double Mebibyte = 1 << 20;

    /// <summary>The lines, none wider than the terminal.</summary>
    /// <param name="source">Where the metrics come from.</param>
    /// <param name="at">The time.</param>
    /// <param name="rates">Two scrapes.</param>
    /// <param name="width">Columns.</param>
    public static IReadOnlyList<string> Draw(string source, DateTimeOffset at, TopRates rates, int width)
    {
        width = Math.Max(width, Narrowest);
        var lines = new List<string> { Text($"lakehouse top  {source}  {at:HH:mm:ss}Z"), Service(rates), "" };
        AddSets(lines, rates, width);
        lines.Add("");
        AddViews(lines, rates, width);
        return [.. lines.Select(line => line.Length <= width ? line : line[..width])];
    }

    private static string Service(TopRates rates)
    {
        var lookups = rates.Histograms("lakehouse_serving_lookup_duration_seconds").ToList();
        var (calls, errors) = (lookups.Sum(l => l.PerSecond), lookups.Where(l => l.Labels.GetValueOrDefault("status") != "OK").Sum(l => l.PerSecond));
        var cpu = rates.Now["process_cpu_seconds_total"].Sum(rates.PerSecond);
        var cache = rates.Now.Single("lakehouse_serving_cache_size_bytes") is > 0 and var bytes ? Text($"  cache {bytes / Mebibyte:N0} MB") : "";
        return Text($"{calls:N0} calls/s  {errors:N0} errors/s  {rates.Now.Single("lakehouse_serving_lookups_in_flight"):N0} in flight  ")
            + Text($"CPU {cpu * 100:N0} %  {rates.Now.Single("process_resident_memory_bytes") / Mebibyte:N0} MB{cache}");
    }

    private static void AddSets(List<string> lines, TopRates rates, int width)
    {
        const int numbers = 46;
        var name = width - numbers;
        lines.Add($"{"SET".PadRight(name)} {"STATUS",-17}{"CALLS/S",10}{"P50",9}{"P99",9}");
        var rows = rates.Histograms("lakehouse_serving_lookup_duration_seconds").Where(l => l.Total > 0).OrderByDescending(l => l.PerSecond).ThenByDescending(l => l.Total);
        foreach (var l in rows)
        {
            var set = l.Labels.GetValueOrDefault("set") is { Length: > 0 } known ? known : "(unknown set)";
            lines.Add(Text($"{Cut(set, name)} {Cut(l.Labels.GetValueOrDefault("status", ""), 17)}{l.PerSecond,10:N1}{Time(l.P50),9}{Time(l.P99),9}"));
        }
    }

    private static void AddViews(List<string> lines, TopRates rates, int width)
    {
        const int numbers = 58;
        var name = width - numbers;
        lines.Add($"{"VIEW".PadRight(name)} {"STORE",-9}{"READS/S",9}{"P50",8}{"P99",8}{"HITS",7}{"LAG",8}{"STALE",8}");
        var reads = rates.Histograms("lakehouse_serving_store_read_duration_seconds").ToList();
        var views = reads.Select(r => r.Labels.GetValueOrDefault("view", ""))
            .Concat(rates.Now["lakehouse_serving_freshness_lag_seconds"].Select(f => f["view"])).Concat(rates.Now["lakehouse_serving_cache_hits_total"].Select(f => f["view"]))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        foreach (var view in views)
        {
            var own = reads.Where(r => r.Labels.GetValueOrDefault("view") == view && (r.Labels.GetValueOrDefault("outcome") == "ok" || r.Total > 0)).ToList();
            foreach (var (read, first) in own.Count == 0 ? [(null, true)] : own.Select((r, i) => ((TopLatency?)r, i == 0)))
            {
                var store = read is null ? "" : read.Labels.GetValueOrDefault("store", "") + (read.Labels.GetValueOrDefault("outcome") == "failed" ? " !" : "");
                var ofView = first ? $"{HitRate(rates, view),7}{Lag(rates, "lakehouse_serving_freshness_lag_seconds", view),8}{Lag(rates, "lakehouse_serving_stale_in_seconds", view),8}" : "";
                lines.Add(Text($"{Cut(first ? view : "", name)} {Cut(store, 9)}{read?.PerSecond ?? 0,9:N1}{Time(read?.P50),8}{Time(read?.P99),8}{ofView}"));
            }
        }
    }

    private static string HitRate(TopRates rates, string view)
    {
        double Of(string metric) => rates.Now[metric].Where(s => s["view"] == view).Sum(rates.PerSecond);
        var (hits, misses) = (Of("lakehouse_serving_cache_hits_total"), Of("lakehouse_serving_cache_misses_total"));
        return hits + misses > 0 ? Text($"{100 * hits / (hits + misses):N1}%") : "-";
    }

    private static string Lag(TopRates rates, string metric, string view) =>
        rates.Now[metric].FirstOrDefault(s => s["view"] == view) is { } lag ? (lag.Value < 0 ? "-" : "") + Span(Math.Abs(lag.Value)) : "-";

    private static string Span(double seconds) => seconds switch
    {
        < 99.5 => Text($"{seconds:N1}s"),
        < 5_970 => Text($"{seconds / 60:N0}m"),
        < 172_800 => Text($"{seconds / 3_600:N1}h"),
        _ => Text($"{seconds / 86_400:0}d"),
    };

    private static string Time(double? seconds) => seconds switch
    {
        null => "-",
        < 1e-3 => Text($"{seconds * 1e6:N0}us"),
        < 1 => Text($"{seconds * 1e3:N1}ms"),
        _ => Text($"{seconds:N1}s"),
    };

    private static string Cut(string text, int width) => text.Length <= width ? text.PadRight(width) : text[..(width - 1)] + "…";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
