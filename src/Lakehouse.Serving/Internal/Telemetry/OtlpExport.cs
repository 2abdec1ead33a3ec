using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>Sends metrics and traces to a collector; what is not sent yet goes out when the service stops.</summary>
internal sealed class OtlpExport(ServingOptions options) : IHostedService, IDisposable
{
    private const int LastWordsMillis = 3_000;
    private MeterProvider? metrics;
    private TracerProvider? traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Telemetry.Otlp is not { } collector) return Task.CompletedTask;
        var resource = ResourceBuilder.CreateDefault().AddService("lakehouse-serving", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString());
        metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(MetricCatalog.MeterName)
            .AddOtlpExporter((exporter, reader) =>
            {
                Send(exporter, collector);
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Telemetry.MetricsEvery.TotalMilliseconds;
            })
            .Build();
        traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(ServingTraces.SourceName)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.Telemetry.TraceShare)))
            .AddOtlpExporter(exporter => Send(exporter, collector))
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            traces?.ForceFlush(LastWordsMillis);
            metrics?.ForceFlush(LastWordsMillis);
        },
        cancellationToken);

    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }

    private static void Send(OtlpExporterOptions exporter, Uri collector)
    {
        exporter.Protocol = OtlpExportProtocol.Grpc;
        exporter.Endpoint = collector;
        exporter.TimeoutMilliseconds = LastWordsMillis;
    }
}
