using Grpc.Core;
using Grpc.Net.Client;
using Lakehouse.Features;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.ServingHost;

namespace Lakehouse.Serving.Tests.Telemetry;

/// <summary>Traces and metrics as a collector receives them.</summary>
public sealed class OtlpTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c", CallerSpan = "b7ad6b7169203331";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Otlp_SampledCaller_GetsLookupAndReadsAsChildrenAndAllCounts()
    {
        await using var collector = await OtlpCollector.StartAsync(Ct);
        const int calls = 4;
        await using (var host = await ServingHost.StartAsync(o => o with { Telemetry = new() { Otlp = collector.Address, TraceShare = 0 } }))
        {
            host.Sets.Add("traced", Delays, Carriers);
            await host.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(12)));
            await CallAsync(host, $"00-{TraceId}-{CallerSpan}-01");
            for (var i = 1; i < calls; i++) await CallAsync(host, $"00-{TraceId}-{CallerSpan}-00");
        }

        var lookup = collector.Spans.Should().ContainSingle(s => s.Name == "GetFeatures" && s.TraceId == TraceId, "the caller decides what is traced").Which;
        lookup.Parent.Should().Be(CallerSpan);
        lookup.Tags.Should().Contain("lakehouse.set", "traced@1").And.Contain("rpc.grpc.status_code", "0").And.Contain("lakehouse.rows", "1");
        collector.Spans.Where(s => s.Parent == lookup.Id).Select(s => s.Tags["lakehouse.view"]).Should().BeEquivalentTo("airport_delays@1", "airport_carrier@1");
        collector.Spans.Should().NotContain(s => s.Tags.Values.Contains("ORD"), "keys stay in the service");
        collector.Points["lakehouse.serving.lookup.duration{set=\"traced@1\",status=\"OK\"}"].Should().Be(calls);
        collector.Points["lakehouse.serving.rows{set=\"traced@1\"}"].Should().Be(calls);
        collector.Points["lakehouse.serving.feature.values{set=\"traced@1\",status=\"present\"}"].Should().Be(calls);
    }

    [Fact]
    public async Task Otlp_CollectorDown_ServesAllTheSame()
    {
        await using var host = await ServingHost.StartAsync(o => o with { Telemetry = new() { Otlp = new("http://127.0.0.1:1"), TraceShare = 1, MetricsEvery = TimeSpan.FromSeconds(1) } });
        await host.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(12)));

        await CallAsync(host, traceParent: "not a traceparent", "delays@1");

        host.Log.Lines.Should().BeEmpty();
    }

    private static async Task CallAsync(ServingHost host, string traceParent, string set = "traced@1")
    {
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        var request = new GetFeaturesRequest { Set = set, Keys = { new InputColumn { Name = "airport", Strings = { "ORD" } } } };
        await new FeatureService.FeatureServiceClient(channel).GetFeaturesAsync(request, new Metadata { { "traceparent", traceParent } }, cancellationToken: Ct);
    }
}
