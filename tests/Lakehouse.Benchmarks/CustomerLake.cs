using System.Collections.Immutable;
using Lakehouse.Cassandra.TestHost;
using Lakehouse.Catalog;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;
using Lakehouse.Online.Cassandra;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Benchmarks;

/// <summary>A lake with gold of <see cref="CustomerViews"/>, and its syncs to a node.</summary>
internal sealed class CustomerLake
{
    private readonly JobContext context;

    private CustomerLake(JobContext context) => this.context = context;

    public FeatureCatalog Catalog => context.Catalog;

    /// <summary>A lake whose views all have one row for each of so many keys.</summary>
    public static async Task<CustomerLake> CreateAsync(string directory, int keys, (string Name, int Features)[] views, CancellationToken ct)
    {
        var options = new DuckDbOptions();
        var lake = await Lake.OpenAsync(directory, create: true, TimeProvider.System, ct);
        var made = new CustomerLake(new(lake, new FeatureCatalog(lake), new DuckDbEngine(options, TimeProvider.System)));
        await made.Catalog.ApplyAsync(new CustomerViews(views).Build(), ct);
        foreach (var (name, _) in views) await made.CommitAsync(name, keys, generation: 0, ct);
        return made;
    }

    /// <summary>Writes a generation of a view's rows (see <see cref="CustomerRows"/>) to gold in one commit.</summary>
    public async Task CommitAsync(string name, int keys, int generation, CancellationToken ct)
    {
        using var session = new DuckDbSession(new DuckDbOptions());
        var view = await ViewAsync(name, ct);
        var gold = context.Lake.Gold(view.Id);
        var transaction = generation > 0 ? gold.Begin(await gold.GetSnapshotAsync(ct: ct), "WRITE") : gold.Create(Schema(view));
        var (clock, knownAt) = (CustomerRows.CompleteMicros + CustomerRows.MicrosLater(generation), CustomerRows.KnownAtMicros + CustomerRows.MicrosLater(generation));
        transaction.UserMetadata = new CommitProgress(ImmutableSortedDictionary<string, long>.Empty, clock, clock, knownAt, "benchmark") { GreatestClockMicros = clock }.ToJson();
        await transaction.WriteQueryAsync(session, new CustomerRows(view).Sql(keys, generation), ct: ct);
        if (await transaction.CommitAsync(ct) is not Committed) throw new InvalidOperationException("The commit met another writer.");
    }

    /// <summary>The store's settings for a node, all as they are by default but the time that a busy machine is given.</summary>
    public static CassandraOnlineOptions Store(CassandraCluster nodes, string keyspace) =>
        Store([.. nodes.ContactPoints], nodes.Port, nodes.LocalDatacenter, nodes.Nodes.Count, keyspace);

    /// <summary>The same, where the nodes run in another process.</summary>
    public static CassandraOnlineOptions Store(ImmutableArray<string> contactPoints, int port, string datacenter, int replicas, string keyspace) => new()
    {
        ContactPoints = contactPoints, Port = port, LocalDatacenter = datacenter, Keyspace = keyspace, ReadTimeout = TimeSpan.FromSeconds(10),
        Replication = ImmutableSortedDictionary<string, int>.Empty.Add(datacenter, replicas),
    };

    /// <summary>The definition of a view.</summary>
    public async Task<EntityViewDefinition> ViewAsync(string name, CancellationToken ct) => (EntityViewDefinition)(await Catalog.GetViewAsync(new(name, 1), ct)).Definition;

    /// <summary>Syncs a view.</summary>
    /// <returns>The number of rows written.</returns>
    public async Task<long> SyncAsync(IOnlineStore store, string view, CancellationToken ct) =>
        (await SyncJob.RunAsync(context, new OnlineTarget("cassandra", store), new SyncOptions(new VersionedName(view, 1)), ct)).Rows;

    private static TableSchema Schema(EntityViewDefinition view)
    {
        var (instant, number) = (new PrimitiveType("timestamp"), new PrimitiveType("double"));
        return new([
            new("customer", new PrimitiveType("long")), new("valid_from", instant), new("event_time", instant), .. view.Columns.Select(c => new TableColumn(c.Name, number)),
            new("retracted", new PrimitiveType("boolean")), new("known_at", instant),
        ]);
    }
}
