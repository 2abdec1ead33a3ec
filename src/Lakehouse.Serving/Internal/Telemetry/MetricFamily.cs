namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>How a metric's values are to be read.</summary>
internal enum MetricKind
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts by buckets of time.</summary>
    Histogram,
}

/// <summary>A metric with all its series, for whoever exports it.</summary>
/// <param name="Name">OpenTelemetry's name; <see cref="PrometheusName"/> follows from it.</param>
/// <param name="Unit">Unit by UCUM: <c>s</c>, <c>By</c>, or a noun in braces.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Kind">How it is to be read.</param>
internal sealed record MetricFamily(string Name, string Unit, string Help, MetricKind Kind)
{
    /// <summary>The series of a counter or gauge.</summary>
    public Func<IEnumerable<MetricSample>> Read { get; init; } = () => [];

    /// <summary>The series of a histogram.</summary>
    public Func<IEnumerable<HistogramSample>> ReadHistograms { get; init; } = () => [];

    /// <summary>The name by OpenTelemetry's rules for Prometheus: underscores, the unit, and <c>_total</c> for counters.</summary>
    public string PrometheusName { get; } =
        Name.Replace('.', '_') + Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" } + (Kind == MetricKind.Counter ? "_total" : "");
}

/// <summary>One series of a counter or gauge.</summary>
internal readonly record struct MetricSample(LabelSet Labels, double Value);

/// <summary>One series of a histogram.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Buckets">Counts of the buckets of <see cref="Latency.Bounds"/> and of the one above, each by itself.</param>
/// <param name="Seconds">Sum of all times.</param>
internal readonly record struct HistogramSample(LabelSet Labels, long[] Buckets, double Seconds);
