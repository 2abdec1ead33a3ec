using System.Globalization;
using System.Text;

namespace Lakehouse.Cli.Top;

/// <summary>One series of a scrape.</summary>
/// <param name="Name">Its metric, with <c>_bucket</c>, <c>_sum</c> or <c>_count</c> for histograms.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">Its value.</param>
internal sealed record MetricsSeries(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    public string this[string label] => Labels.GetValueOrDefault(label, "");
}

/// <summary>A scrape of the service's metrics (Prometheus' text format).</summary>
internal sealed class MetricsPage
{
    private readonly ILookup<string, MetricsSeries> byName;

    private MetricsPage(IEnumerable<MetricsSeries> series, long timestamp) => (byName, Timestamp) = (series.ToLookup(s => s.Name, StringComparer.Ordinal), timestamp);

    /// <summary>When it was read, by the clock's timestamps.</summary>
    public long Timestamp { get; }

    public IEnumerable<MetricsSeries> this[string name] => byName[name];

    /// <summary>A metric without labels; 0 where the service has it not.</summary>
    public double Single(string name) => byName[name].FirstOrDefault()?.Value ?? 0;

    /// <exception cref="FormatException">The text is no such page.</exception>
    public static MetricsPage Parse(string text, long timestamp)
    {
        var series = new List<MetricsSeries>();
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0 && line[0] != '#') series.Add(ParseLine(line));
        }

        return new(series, timestamp);
    }

    private static MetricsSeries ParseLine(string line)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = line.AsSpan().IndexOfAny('{', ' ');
        if (at < 0) throw new FormatException($"'{line}' is no line of Prometheus' text format.");
        var name = line[..at];
        if (line[at] == '{')
        {
            at++;
            while (at < line.Length && line[at] != '}') ParseLabel(line, ref at, labels);
            at++;
        }

        if (at >= line.Length || !double.TryParse(line.AsSpan(at).Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            throw new FormatException($"'{line}' has no value.");
        return new(name, labels, value);
    }

    private static void ParseLabel(string line, ref int at, Dictionary<string, string> labels)
    {
        var equals = line.IndexOf("=\"", at, StringComparison.Ordinal);
        if (equals < 0) throw new FormatException($"'{line}' has labels that do not end.");
        var (name, content) = (line[at..equals], new StringBuilder());
        for (at = equals + 2; at < line.Length && line[at] != '"'; at++)
        {
            if (line[at] == '\\' && ++at < line.Length) content.Append(line[at] == 'n' ? '\n' : line[at]);
            else content.Append(line[at]);
        }

        labels[name] = content.ToString();
        at++;
        if (at < line.Length && line[at] == ',') at++;
    }
}
