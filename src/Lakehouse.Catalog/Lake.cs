using System.Collections.Concurrent;
using Lakehouse.Catalog.Internal;
using Lakehouse.Delta;
using Lakehouse.Features;

namespace Lakehouse.Catalog;

/// <summary>A lake: a root with tables in fixed places and settings, on a local disk or in Azure storage.</summary>
public sealed class Lake
{
    private static readonly string[] Zones = ["bronze", "silver", "gold", "training", "_catalog", "_backfill", "_serving"];
    private readonly ConcurrentDictionary<string, DeltaTable> tables = new();
    private readonly TableDirectory directory;
    private readonly LakeOptions options;
    private readonly SettingsFile file;

    private Lake(TableDirectory directory, SettingsFile file, LakeSettings settings, TimeProvider clock, LakeOptions options)
    {
        this.directory = directory;
        this.options = options;
        this.file = file;
        Settings = settings;
        Clock = clock;
    }

    /// <summary>The format number that this software writes into <c>_catalog</c> and checks at open.</summary>
    public const int Format = 1;

    /// <summary>The root: a full local path, or <c>abfss://container@account.dfs.core.windows.net/path</c>.</summary>
    public string Root => directory.Path;

    /// <summary>The settings of <c>lakehouse.yaml</c> with defaults.</summary>
    public LakeSettings Settings { get; }

    /// <summary>The wall clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The settings as the file says them now; one and the same object while the file stays as it is.</summary>
    /// <exception cref="CatalogException">Settings not valid.</exception>
    /// <exception cref="DeltaException">The storage refused, or gave no answer within a minute.</exception>
    public Task<LakeSettings> ReadSettingsAsync(CancellationToken ct) => file.ReadAsync(ct);

    /// <summary>File of the embedded online store; it is local also when the lake is not.</summary>
    public string OnlinePath => OnlinePlace.Of(directory, options.OnlineDirectory);

    /// <summary>Opens a lake and checks its format number and settings.</summary>
    /// <param name="root">A local path, or <c>abfss://container@account.dfs.core.windows.net/path</c>.</param>
    /// <param name="create">Creates the lake when it does not exist; else that is an error.</param>
    /// <param name="clock">The wall clock.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="CatalogException">No lake there, or of another format; settings not valid.</exception>
    /// <exception cref="DeltaException">The storage refused, or gave no answer within a minute.</exception>
    public static Task<Lake> OpenAsync(string root, bool create, TimeProvider clock, CancellationToken ct) => OpenAsync(root, create, clock, new LakeOptions(), ct);

    /// <summary>Opens a lake and checks its format number and settings.</summary>
    /// <param name="root">A local path, or <c>abfss://container@account.dfs.core.windows.net/path</c>.</param>
    /// <param name="create">Creates the lake when it does not exist; else that is an error.</param>
    /// <param name="clock">The wall clock.</param>
    /// <param name="options">What belongs to this machine rather than to the lake.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="CatalogException">No lake there, or of another format; settings not valid.</exception>
    /// <exception cref="DeltaException">The storage refused, or gave no answer within a minute.</exception>
    public static async Task<Lake> OpenAsync(string root, bool create, TimeProvider clock, LakeOptions options, CancellationToken ct)
    {
        var place = TableDirectory.For(root, options.Storage);
        var settings = new SettingsFile(place);
        var lake = new Lake(place, settings, await settings.ReadAsync(ct), clock, options);
        await FormatMark.CheckAsync(lake, create, ct);
        return lake;
    }

    /// <summary><c>bronze/source</c>.</summary>
    public DeltaTable Bronze(string source) => Table($"bronze/{source}");

    /// <summary><c>silver/contract@N</c>.</summary>
    public DeltaTable Silver(VersionedName contract) => Table($"silver/{contract}");

    /// <summary><c>silver/contract@N.quarantine</c>.</summary>
    public DeltaTable Quarantine(VersionedName contract) => Table($"silver/{contract}.quarantine");

    /// <summary><c>gold/view@N</c>.</summary>
    public DeltaTable Gold(VersionedName view) => Table($"gold/{view}");

    /// <summary><c>_backfill/view@N</c>: the record of what a view's backfill has finished.</summary>
    public DeltaTable Backfill(VersionedName view) => Table($"_backfill/{view}");

    /// <summary><c>training/name</c>.</summary>
    public DeltaTable Training(string name) => Table($"training/{name}");

    /// <summary><c>_catalog/table</c>.</summary>
    public DeltaTable CatalogTable(string name) => Table($"_catalog/{name}");

    /// <summary><c>_serving/table</c>: what the feature service knows of its callers.</summary>
    public DeltaTable ServingTable(string name) => Table($"_serving/{name}");

    /// <summary>
    /// A table by its path in the lake (<c>bronze/…</c>, <c>silver/…</c>, <c>gold/…</c>, <c>training/…</c>, <c>_catalog/…</c>, <c>_serving/…</c>), or any other path to a Delta table:
    /// relative to the current directory, absolute, or a URI. Handles are kept, so snapshots stay warm.
    /// </summary>
    /// <exception cref="DeltaException">The path names no place.</exception>
    public DeltaTable Table(string nameOrPath) => tables.GetOrAdd(
        nameOrPath,
        static (path, lake) => IsTableName(path) ? lake.directory.Table(path, lake.Clock) : DeltaTable.ForPath(path, lake.Clock, lake.options.Storage),
        this);

    /// <summary>Local directory of the index of a silver table's event ids, which may be deleted at any time; null for a lake in an object store.</summary>
    public string? IndexPath(VersionedName contract) => directory.IsRemote ? null : Path.Combine(Root, "_index", "silver", contract.ToString());

    /// <summary>Local directory in which runs that write a table hold their leases; null for a lake in an object store, whose commits need none.</summary>
    public string? LeasePath(string table) => directory.IsRemote ? null : Path.Combine(Root, "_lease", table);

    /// <summary>True when a text begins with one of a lake's own directories, as names of its tables do.</summary>
    public static bool IsTableName(string nameOrPath) => Zones.Contains(nameOrPath.Split('/', 2)[0]);

    /// <summary>A Delta table by a path relative to the lake's root, by an absolute one or by a URI.</summary>
    /// <exception cref="DeltaException">The path names no place.</exception>
    public DeltaTable TableFromRoot(string path) => directory.Table(path, Clock);
}
