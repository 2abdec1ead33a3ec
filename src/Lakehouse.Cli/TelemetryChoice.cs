using System.CommandLine;
using System.Globalization;
using Lakehouse.Serving;

namespace Lakehouse.Cli;

/// <summary>The options of <c>serve</c> about what it tells of itself.</summary>
internal static class TelemetryChoice
{
    private const string Json = "json";
    private static readonly Option<int?> MetricsPort = new("--metrics-port") { Description = "Port of the Prometheus endpoint /metrics; 0 takes a free one (default: none)", HelpName = "n" };
    private static readonly Option<string?> Otlp = new("--otlp") { Description = "OpenTelemetry collector (gRPC) that gets metrics and traces, for example http://127.0.0.1:4317", HelpName = "url" };
    private static readonly Option<double> TraceShare = new("--trace-share")
    {
        Description = "Share of lookups, 0 to 1, that are traced where the caller has not decided (default: 0.01)", HelpName = "share", DefaultValueFactory = _ => 0.01,
    };
    private static readonly Option<string> LogFormat = new Option<string>("--log-format") { Description = "Logs on standard error: text or json (default: text)", DefaultValueFactory = _ => "text" }
        .AcceptOnlyFromAmong("text", Json);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> Options { get; } = [MetricsPort, Otlp, TraceShare, LogFormat];

    /// <summary>What they say.</summary>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public static TelemetryOptions Read(Invocation call, string store)
    {
        if (call.Get(MetricsPort) is < 0 or > ushort.MaxValue) throw new UsageException($"--metrics-port: {call.Get(MetricsPort)} is not in 0 to {ushort.MaxValue}.");
        if (call.Get(TraceShare) is not (>= 0 and <= 1)) throw new UsageException($"--trace-share: {call.Get(TraceShare).ToString(CultureInfo.InvariantCulture)} is not in 0 to 1.");
        return new()
        {
            MetricsPort = call.Get(MetricsPort), Otlp = Collector(call.Get(Otlp)), TraceShare = call.Get(TraceShare), JsonLogs = call.Get(LogFormat) == Json, StoreName = store,
        };
    }

    private static Uri? Collector(string? text)
    {
        if (text is null) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new UsageException($"--otlp: '{text}' is not an http or https address.");
    }
}
