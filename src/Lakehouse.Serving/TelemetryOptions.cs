namespace Lakehouse.Serving;

/// <summary>What the feature service tells about itself.</summary>
public sealed record TelemetryOptions
{
    /// <summary>Port of the Prometheus endpoint, on the service's address, path <c>/metrics</c>; 0 takes a free one, see <see cref="FeatureServer.MetricsAddress"/>.</summary>
    /// <value>The default is null: no endpoint.</value>
    public int? MetricsPort { get; init; }

    /// <summary>An OpenTelemetry collector's gRPC endpoint, for example <c>http://127.0.0.1:4317</c>, that metrics and traces are sent to.</summary>
    /// <value>The default is null: nothing is sent.</value>
    public Uri? Otlp { get; init; }

    /// <summary>Share of lookups, from 0 to 1, that are traced where the caller has not decided (W3C <c>traceparent</c>).</summary>
    /// <value>The default is 0.01.</value>
    public double TraceShare { get; init; } = 0.01;

    /// <summary>How often metrics are sent to the collector, at least a second.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan MetricsEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The online store's name in metrics, where it is a single one.</summary>
    /// <value>The default is <c>online</c>.</value>
    public string StoreName { get; init; } = "online";

    /// <summary>True for one JSON object a log line.</summary>
    /// <value>The default is false: text for people.</value>
    public bool JsonLogs { get; init; }

    internal IEnumerable<string> Faults()
    {
        if (MetricsPort is < 0 or > 65535) yield return $"Telemetry.MetricsPort {MetricsPort} is not in 0 to 65535";
        if (Otlp is { } otlp && (!otlp.IsAbsoluteUri || otlp.Scheme is not ("http" or "https"))) yield return $"Telemetry.Otlp '{otlp}' is not an http or https address";
        if (TraceShare is not (>= 0 and <= 1)) yield return $"Telemetry.TraceShare {TraceShare} is not in 0 to 1";
        if (MetricsEvery < TimeSpan.FromSeconds(1)) yield return $"Telemetry.MetricsEvery {MetricsEvery} is less than a second";
    }
}
