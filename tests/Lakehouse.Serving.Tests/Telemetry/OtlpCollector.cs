using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Lakehouse.Serving.Tests.Telemetry;

/// <summary>An OpenTelemetry collector: takes exports over gRPC and keeps what the protobuf messages say.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private const string Traces = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private const string Metrics = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
    private const int Prefix = 5;
    private readonly WebApplication app;

    private OtlpCollector(WebApplication app) => this.app = app;

    public ConcurrentQueue<OtlpSpan> Spans { get; } = new();

    /// <summary>Number of values of histograms and sums as last exported, by <c>metric{labels}</c>.</summary>
    public ConcurrentDictionary<string, double> Points { get; } = new();

    public Uri Address => new(app.Urls.Single());

    public static async Task<OtlpCollector> StartAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var collector = new OtlpCollector(builder.Build());
        collector.app.Run(collector.TakeAsync);
        await collector.app.StartAsync(ct);
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var message = OtlpMessage.Read(body.ToArray().AsSpan(Prefix));
        if (context.Request.Path == Traces)
        {
            foreach (var span in message.All(1).SelectMany(r => r.All(2)).SelectMany(s => s.All(2))) Spans.Enqueue(OtlpSpan.Read(span));
        }
        else if (context.Request.Path == Metrics)
        {
            foreach (var metric in message.All(1).SelectMany(r => r.All(2)).SelectMany(s => s.All(2))) Keep(metric);
        }

        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", "0");
        await context.Response.Body.WriteAsync(new byte[Prefix], context.RequestAborted);
    }

    private void Keep(OtlpMessage metric)
    {
        const int gauge = 5, sum = 7, histogram = 9, points = 1;
        foreach (var point in metric.All(histogram).SelectMany(h => h.All(points))) Points[metric.Text(1) + Labels(point, 9)] = point.Number(4);
        foreach (var point in metric.All(gauge).Concat(metric.All(sum)).SelectMany(h => h.All(points))) Points[metric.Text(1) + Labels(point, 7)] = BitConverter.Int64BitsToDouble(point.Number(4));
    }

    private static string Labels(OtlpMessage point, int field) =>
        $"{{{string.Join(',', point.All(field).Select(l => $"{l.Text(1)}=\"{l.All(2).First().Text(1)}\""))}}}";
}

/// <summary>A span as the collector got it.</summary>
internal sealed record OtlpSpan(string TraceId, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Tags)
{
    public static OtlpSpan Read(OtlpMessage span) => new(
        Convert.ToHexStringLower(span.Bytes(1)), Convert.ToHexStringLower(span.Bytes(2)), Convert.ToHexStringLower(span.Bytes(4)), span.Text(5),
        span.All(9).ToDictionary(t => t.Text(1), t => t.All(2).First().TextOrNumber()));
}

/// <summary>A protobuf message whose fields are known by number alone.</summary>
internal sealed class OtlpMessage
{
    private readonly List<(int Field, object Content)> fields = [];

    public static OtlpMessage Read(ReadOnlySpan<byte> bytes)
    {
        var message = new OtlpMessage();
        var input = new CodedInputStream(bytes.ToArray());
        while (input.ReadTag() is not 0 and var tag)
        {
            message.fields.Add((WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.LengthDelimited => input.ReadBytes().ToByteArray(),
                WireFormat.WireType.Fixed64 => (long)input.ReadFixed64(),
                WireFormat.WireType.Fixed32 => (long)input.ReadFixed32(),
                _ => input.ReadInt64(),
            }));
        }

        return message;
    }

    public IEnumerable<OtlpMessage> All(int field) => fields.Where(f => f.Field == field).Select(f => Read((byte[])f.Content));

    public byte[] Bytes(int field) => (byte[]?)fields.Find(f => f.Field == field).Content ?? [];

    public string Text(int field) => System.Text.Encoding.UTF8.GetString(Bytes(field));

    public long Number(int field) => (long?)fields.Find(f => f.Field == field).Content ?? 0;

    /// <summary>An attribute's value.</summary>
    public string TextOrNumber() => fields is [(1, byte[] text)] ? System.Text.Encoding.UTF8.GetString(text) : $"{fields.FirstOrDefault().Content}";
}
