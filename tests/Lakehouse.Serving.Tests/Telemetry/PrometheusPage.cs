using System.Globalization;
using System.Text.RegularExpressions;

namespace Lakehouse.Serving.Tests.Telemetry;

/// <summary>A scrape, read by the rules of Prometheus' text format 0.0.4; what breaks one is a failure.</summary>
internal sealed partial class PrometheusPage
{
    private readonly Dictionary<string, double> series = [];
    private readonly Dictionary<string, string> types = [];

    public PrometheusPage(string text)
    {
        text.Should().EndWith("\n", "the last line must end");
        var closed = new HashSet<string>();
        string? family = null;
        foreach (var line in text.Split('\n')[..^1])
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal)) continue;
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var words = line.Split(' ');
                words.Should().HaveCount(4);
                words[3].Should().BeOneOf("counter", "gauge", "histogram");
                if (family is not null) closed.Add(family);
                family = words[2];
                closed.Should().NotContain(family, "a metric's lines stand together");
                types.Add(family, words[3]);
                continue;
            }

            Read(line, family!);
        }

        foreach (var (name, type) in types)
        {
            if (type == "counter") name.Should().EndWith("_total");
            if (type == "histogram") CheckHistogram(name);
        }
    }

    public IReadOnlyCollection<string> Families => types.Keys;

    /// <summary>The value of a series, named as in the page: <c>name{a="b"}</c>.</summary>
    public double this[string name] => series.TryGetValue(name, out var value) ? value : throw new KeyNotFoundException($"{name} is not among\n{string.Join('\n', series.Keys)}");

    public bool Has(string name) => series.ContainsKey(name);

    private void Read(string line, string family)
    {
        var match = Sample().Match(line);
        match.Success.Should().BeTrue("'{0}' must be a sample", line);
        var name = match.Groups["name"].Value;
        (name == family || (types[family] == "histogram" && name[family.Length..] is "_bucket" or "_sum" or "_count")).Should().BeTrue("{0} stands under {1}", name, family);
        series.Add(name + match.Groups["labels"].Value, match.Groups["value"].Value == "+Inf" ? double.PositiveInfinity : double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>Buckets of each series must not fall, and the last must be the count.</summary>
    private void CheckHistogram(string name)
    {
        foreach (var count in series.Keys.Where(k => k.StartsWith(name + "_count", StringComparison.Ordinal)).ToList())
        {
            var labels = count[(name.Length + "_count".Length)..].Trim('{', '}');
            var prefix = labels.Length == 0 ? name + "_bucket{le=" : $"{name}_bucket{{{labels},le=";
            var buckets = series.Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(s => (s.Key, s.Value)).ToList();
            buckets.Select(b => b.Value).Should().BeInAscendingOrder().And.NotBeEmpty();
            buckets[^1].Key.Should().Contain("le=\"+Inf\"");
            buckets[^1].Value.Should().Be(series[count]);
            series.Should().ContainKey(count.Replace("_count", "_sum", StringComparison.Ordinal));
        }
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*",?)+\})? (?<value>[-+0-9.eE]+|NaN|[+-]Inf)$""")]
    private static partial Regex Sample();
}
