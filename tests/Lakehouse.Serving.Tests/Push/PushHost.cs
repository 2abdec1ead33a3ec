using Lakehouse.Catalog;
using Lakehouse.Catalog.Events;
using Lakehouse.Client;
using Lakehouse.Features;
using Lakehouse.Pipelines.Push;

namespace Lakehouse.Serving.Tests.Push;

/// <summary>A real server that takes events into a real lake with the contract readings@1.</summary>
public sealed class PushHost : IAsyncDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("push-");
    private PushSink? sink;

    private PushHost()
    {
    }

    public ServingHost Server { get; private set; } = null!;

    public FeaturePusher Pusher { get; private set; } = null!;

    public Lake Lake { get; private set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="takesEvents">False for a server without <c>--push</c>.</param>
    /// <param name="wrap">Puts something between the server and the sink.</param>
    /// <param name="options">How the sink commits.</param>
    /// <param name="serving">Changes the options of the server.</param>
    public static async Task<PushHost> StartAsync(
        bool takesEvents = true, Func<IEventSink, IEventSink>? wrap = null, PushOptions? options = null, Func<ServingOptions, ServingOptions>? serving = null)
    {
        var host = new PushHost();
        host.Lake = await Catalog.Lake.OpenAsync(Path.Combine(host.directory.FullName, "lake"), create: true, TimeProvider.System, Ct);
        var catalog = new FeatureCatalog(host.Lake);
        await catalog.ApplyAsync(new Readings().Build(), Ct);
        host.sink = new(catalog, options ?? new());
        host.Server = await ServingHost.StartAsync(o =>
        {
            o = o with { Push = takesEvents ? wrap?.Invoke(host.sink) ?? host.sink : null, MaxRows = 100 };
            return serving?.Invoke(o) ?? o;
        });
        host.Pusher = new(host.Server.Server.Address, new() { Deadline = TimeSpan.FromSeconds(20), MaxAttempts = 1 });
        return host;
    }

    public static EventBatch Batch(params string[] ids) => new EventBatch("readings@1").Column("id", ids).Column("taken_at", [.. ids.Select(_ => DateTimeOffset.UnixEpoch)]);

    public async Task<long> RowsAsync() => (await Lake.Bronze("readings_raw").GetSnapshotAsync(ct: Ct)).Files.Sum(f => f.RecordCount ?? 0);

    public async ValueTask DisposeAsync()
    {
        Pusher.Dispose();
        await Server.DisposeAsync();
        await sink!.DisposeAsync();
        directory.Delete(recursive: true);
    }

    private sealed class Readings : FeatureProject
    {
        protected override void Define(ProjectBuilder project) => project.Conform<RawReading, Reading>(
            project.Source<RawReading>("readings_raw", Format.Parquet), r => new Reading { ReadingId = r.Id!, TakenAt = r.TakenAt!.Value, Celsius = r.Celsius });
    }

    private sealed record RawReading(string? Id, DateTimeOffset? TakenAt, double? Celsius, byte[]? Blob, double?[]? Vector);

    [Contract("readings", version: 1)]
    private sealed record Reading
    {
        [EventId]
        public required string ReadingId { get; init; }

        [EventTime]
        public required DateTimeOffset TakenAt { get; init; }

        public double? Celsius { get; init; }
    }
}
