using Lakehouse.Online;
using Lakehouse.Online.Failover;
using Microsoft.Extensions.DependencyInjection;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>Metrics, traces and their exporters as parts of the service.</summary>
internal static class TelemetryPart
{
    public static void Add(IServiceCollection services, ServingOptions options, ServingMetrics metrics)
    {
        services.AddSingleton(metrics).AddSingleton<RefusalMetrics>().AddSingleton<PushMetrics>().AddSingleton<FreshnessWatch>().AddSingleton<MetricCatalog>().AddSingleton<MetricsEndpoint>();
        services.AddHostedService(s => s.GetRequiredService<FreshnessWatch>()).AddHostedService(s => s.GetRequiredService<MetricsEndpoint>());
        if (options.Telemetry.Otlp is not null) services.AddHostedService<OtlpExport>();
    }

    /// <summary>The store, or each of several, with its reads timed.</summary>
    public static IOnlineReader Measure(IOnlineReader store, ServingOptions options, ServingMetrics metrics, TimeProvider clock)
    {
        if (store is not FailoverReader several) return new MeasuredReader(store, options.Telemetry.StoreName, metrics, clock);
        several.Wrap((name, reader) => new MeasuredReader(reader, name, metrics, clock));
        return several;
    }
}
