using Lakehouse.Client;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Online;
using Lakehouse.Online.Conformance;
using Lakehouse.Online.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Lakehouse.Serving.Tests;

/// <summary>A real server on a free port over a real SQLite store, with three sets: delays@1 (two views and a request-time one), pairs@1 and everything@1.</summary>
public sealed class ServingHost : IAsyncDisposable
{
    public const long Hour = 3_600_000_000;
    public static readonly StateViewDefinition Delays = SampleViews.Simple("airport_delays", timeToLiveMicros: Hour);
    public static readonly StateViewDefinition Carriers = SampleViews.State("airport_carrier", [SampleViews.Key("airport", DataType.String)], [new("carrier", DataType.String)]);
    public static readonly StateViewDefinition Everything = SampleViews.AllTypes();
    public static readonly StateViewDefinition Pairs =
        SampleViews.State("route_delays", [SampleViews.Key("origin", DataType.String), SampleViews.Key("destination", DataType.String)], [new("delay", DataType.Int64)]);

    public static readonly OnDemandViewDefinition Planned = new(
        new("planned", 1), "request", [new("minutes", DataType.Int64)],
        [new("minutes_more", new CallExpr(Function.Add, [new ColumnExpr("minutes", DataType.Int64), new LiteralExpr(Value.Int64(1), DataType.Int64)], DataType.Int64))]);

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("serving-");

    private ServingHost()
    {
        Store = new(Path.Combine(directory.FullName, "online", "online.db"));
        Sets.Add("delays", Delays, Carriers, Planned);
        Sets.Add("pairs", Pairs);
        Sets.Add("everything", Everything);
    }

    public MemorySets Sets { get; } = new();

    public SqliteOnlineStore Store { get; }

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UnixEpoch.AddHours(10));

    public LogSink Log { get; } = new();

    public FeatureServer Server { get; private set; } = null!;

    public FeatureClient Client { get; private set; } = null!;

    private string InTheWay => Path.Combine(directory.FullName, "online");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<ServingHost> StartAsync(Func<ServingOptions, ServingOptions>? change = null, bool storeIsBroken = false)
    {
        var host = new ServingHost();
        if (storeIsBroken) await File.WriteAllTextAsync(host.InTheWay, "", Ct);
        else await host.DeployAsync();
        var options = new ServingOptions { Port = 0, Logging = logging => logging.AddProvider(host.Log) };
        host.Server = await FeatureServer.StartAsync(host.Sets, host.Store, change is null ? options : change(options), host.Clock, Ct);
        host.Client = new(host.Server.Address, new() { Deadline = TimeSpan.FromSeconds(20) });
        return host;
    }

    /// <summary>Makes a broken store's place usable.</summary>
    public async Task RepairAsync()
    {
        File.Delete(InTheWay);
        await DeployAsync();
    }

    /// <summary>Writes rows and a marker that is complete from hour 5 to hour 12.</summary>
    public async Task SyncAsync(EntityViewDefinition view, params OnlineRow[] rows)
    {
        await Store.WriteAsync(view, 0, rows, Ct);
        await Store.WriteMarkerAsync(view.Id, new(5 * Hour, 12 * Hour, GoldVersion: 7, KnownAtMicros: 70, null, "sha256:view"), Ct);
    }

    public static OnlineRow Row(string[] key, long validFrom, Value value, bool retracted = false) =>
        new([.. key.Select(Value.String)], validFrom, retracted ? null : validFrom, [value], retracted, validFrom + 1);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        await Store.DisposeAsync();
        directory.Delete(recursive: true);
    }

    private async Task DeployAsync()
    {
        foreach (var view in new[] { Delays, Carriers, Everything, Pairs }) await Store.DeployAsync(view, 0, Ct);
    }
}
