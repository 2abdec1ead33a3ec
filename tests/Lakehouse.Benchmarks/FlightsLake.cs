using Lakehouse.Catalog;
using Lakehouse.Client;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Lookup;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Benchmarks;

/// <summary>A copy of the catalog and gold that <c>quickstart</c> left in a lake, and what its set of airports answers.</summary>
internal sealed class FlightsLake
{
    private const string Catalog = "_catalog", Gold = "gold";
    private static readonly VersionedName Set = new("departure_delay_model", 1);
    private static readonly VersionedName[] Views = [new("airport_delays", 1), new("airport_last_departure", 1)];
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);
    private readonly JobContext context;
    private long atMicros;

    private FlightsLake(string root, JobContext context) => (Root, this.context) = (root, context);

    /// <summary>Where the copy lies.</summary>
    public string Root { get; }

    /// <summary>Copies what lookups of the set need, so that the lake itself stays as it is.</summary>
    /// <exception cref="DirectoryNotFoundException">The lake has none of it.</exception>
    public static async Task<FlightsLake> CopyAsync(string lakePath, string root, CancellationToken ct)
    {
        foreach (var folder in Views.Select(v => Path.Combine(Gold, v.ToString())).Append(Catalog))
        {
            var from = Path.Combine(lakePath, folder);
            if (!Directory.Exists(from)) throw new DirectoryNotFoundException($"{Path.GetFullPath(from)} is not there. Make the lake with './lakehouse quickstart', or name one that quickstart made.");
            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(root, folder, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        var lake = await Lake.OpenAsync(root, create: false, TimeProvider.System, ct);
        return new(root, new(lake, new FeatureCatalog(lake), new DuckDbEngine(new DuckDbOptions(), TimeProvider.System)));
    }

    /// <summary>Syncs the set's views and verifies them.</summary>
    /// <returns>False where the store is not as gold has it.</returns>
    public async Task<bool> SyncAsync(IOnlineStore store, CancellationToken ct)
    {
        foreach (var view in Views) Console.WriteLine((await SyncJob.RunAsync(context, Target(store), new SyncOptions(view), ct)).Message);
        atMicros = (await store.GetMarkerAsync(Views[0], ct))!.CompleteFromMicros;
        return await VerifyAsync(store, ct);
    }

    /// <summary>Compares all rows with gold.</summary>
    /// <returns>False where one differs.</returns>
    public async Task<bool> VerifyAsync(IOnlineStore store, CancellationToken ct)
    {
        var isClean = true;
        foreach (var view in Views)
        {
            var result = await VerifyJob.RunAsync(context, Target(store), new VerifyOptions(view), ct);
            Console.WriteLine(result.Message);
            isClean &= result.IsClean;
        }

        return isClean;
    }

    /// <summary>The first view's rows in the store.</summary>
    public async Task<(EntityViewDefinition View, IReadOnlyList<OnlineRow> Rows)> RowsAsync(IOnlineStore store, CancellationToken ct)
    {
        var view = (EntityViewDefinition)(await context.Catalog.GetViewAsync(Views[0], ct)).Definition;
        return (view, await store.ScanAsync(view, generation: 0, ct).ToListAsync(ct));
    }

    /// <summary>All airports.</summary>
    public async Task<IReadOnlyList<string>> AirportsAsync(IOnlineStore store, CancellationToken ct) =>
        [.. (await RowsAsync(store, ct)).Rows.Select(r => r.Key[0].AsString).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What gold says of each airport.</summary>
    public async Task<IReadOnlyList<GoldAnswer>> FromGoldAsync(IReadOnlyList<string> airports, CancellationToken ct)
    {
        var planned = Value.Int64(atMicros + (long)Ahead.TotalMicroseconds);
        var keys = airports.Select(a => new Dictionary<string, Value> { ["airport"] = Value.String(a), ["planned_at"] = planned }).ToList();
        return [.. (await LookupJob.FromGoldAsync(context, new(Set, keys, atMicros), ct)).Select(answer => new GoldAnswer(answer))];
    }

    /// <summary>The same lookup for the service.</summary>
    public FeatureQuery Query(params string[] airports)
    {
        var at = DateTimeOffset.UnixEpoch.AddMicroseconds(atMicros);
        return new FeatureQuery(Set.ToString()).Key("airport", airports).Input("planned_at", [.. airports.Select(_ => at + Ahead)]).At(at);
    }

    private static OnlineTarget Target(IOnlineStore store) => new("three nodes", store);
}
