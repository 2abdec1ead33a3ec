using System.Globalization;
using System.Text;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>Metrics in Prometheus' text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    private static readonly string[] Bounds = [.. Latency.Bounds.Select(Number), "+Inf"];

    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        foreach (var family in families)
        {
            var name = family.PrometheusName;
            text.Append("# HELP ").Append(name).Append(' ').Append(family.Help).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(family.Kind.ToString().ToLowerInvariant()).Append('\n');
            foreach (var sample in family.Read()) Line(text, name, "", sample.Labels, bound: null, Number(sample.Value));
            foreach (var sample in family.ReadHistograms()) Histogram(text, name, sample);
        }

        return text.ToString();
    }

    private static void Histogram(StringBuilder text, string name, HistogramSample sample)
    {
        var below = 0L;
        for (var i = 0; i < sample.Buckets.Length; i++)
        {
            below += sample.Buckets[i];
            Line(text, name, "_bucket", sample.Labels, Bounds[i], Number(below));
        }

        Line(text, name, "_sum", sample.Labels, bound: null, Number(sample.Seconds));
        Line(text, name, "_count", sample.Labels, bound: null, Number(below));
    }

    private static void Line(StringBuilder text, string name, string suffix, LabelSet labels, string? bound, string value)
    {
        text.Append(name).Append(suffix);
        var open = '{';
        foreach (var (label, content) in labels.All)
        {
            text.Append(open).Append(label).Append("=\"");
            Escape(text, content);
            text.Append('"');
            open = ',';
        }

        if (bound is not null)
        {
            text.Append(open).Append("le=\"").Append(bound).Append('"');
            open = ',';
        }

        if (open == ',') text.Append('}');
        text.Append(' ').Append(value).Append('\n');
    }

    private static void Escape(StringBuilder text, string content)
    {
        foreach (var c in content)
        {
            if (c == '\n') text.Append("\\n");
            else if (c is '"' or '\\') text.Append('\\').Append(c);
            else text.Append(c);
        }
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
