using Grpc.Health.V1;
using Grpc.Net.Client;
using Lakehouse.Client;
using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Online.Failover;
using Microsoft.Extensions.Logging;
using static Lakehouse.Serving.Tests.ServingHost;

namespace Lakehouse.Serving.Tests.Failover;

/// <summary>A real server over two stores, <c>near</c> with gold version 7 and <c>far</c> with gold version 5.</summary>
internal sealed class RegionPair : IAsyncDisposable
{
    private readonly FailoverReader stores;
    private readonly GrpcChannel channel;

    private RegionPair(FailoverReader stores, FeatureServer server, LogSink log)
    {
        (this.stores, Server, Log) = (stores, server, log);
        Client = new(server.Address, new() { Deadline = TimeSpan.FromSeconds(20), MaxAttempts = 1 });
        channel = GrpcChannel.ForAddress(server.Address);
    }

    public FeatureServer Server { get; }

    public FeatureClient Client { get; }

    public LogSink Log { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<RegionPair> StartAsync(IOnlineReader near, IOnlineReader far)
    {
        var sets = new MemorySets();
        sets.Add("delays", Delays);
        var log = new LogSink();
        var stores = new FailoverReader([new("near", near), new("far", far)], new(), TimeProvider.System);
        var server = await FeatureServer.StartAsync(sets, stores, new() { Port = 0, Logging = logging => logging.AddProvider(log) }, TimeProvider.System, Ct);
        return new(stores, server, log);
    }

    /// <summary>Gives a store a row for ORD and a marker.</summary>
    public static async Task FillAsync(IOnlineStore store, long goldVersion)
    {
        await store.DeployAsync(Delays, 0, Ct);
        await store.WriteAsync(Delays, 0, [Row(["ORD"], 10 * Hour, Value.Int64(goldVersion))], Ct);
        await store.WriteMarkerAsync(Delays.Id, new(5 * Hour, 12 * Hour, goldVersion, KnownAtMicros: 70, null, "sha256:view"), Ct);
    }

    /// <summary>The gold version that answers; a row's value is that version, too, so that an answer that mixes stores is seen.</summary>
    public async Task<long> LookupAsync()
    {
        var query = new FeatureQuery("delays@1").Key("airport", "ORD").At(DateTimeOffset.UnixEpoch.AddHours(10));
        var batch = await Client.GetFeaturesAsync(query, Ct);
        var version = batch.GoldVersion("airport_delays")!.Value;
        batch.Rows[0]["airport_delays.delay"].Value.Should().Be(version);
        return version;
    }

    public async Task<bool> ServesAsync(string service) =>
        (await new Health.HealthClient(channel).CheckAsync(new() { Service = service }, cancellationToken: Ct)).Status == HealthCheckResponse.Types.ServingStatus.Serving;

    /// <summary>Waits until something holds; the test's own time limit ends it.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds()) await Task.Delay(50, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        Client.Dispose();
        await Server.DisposeAsync();
        await stores.DisposeAsync();
    }
}
