using System.Collections.Concurrent;
using Lakehouse.Catalog.Internal;
using Lakehouse.Delta;
using Lakehouse.Features;

namespace Lakehouse.Catalog;

/// <summary>A lake: a root directory with tables in fixed places and settings.</summary>
public sealed class Lake
{
    private static readonly string[] Zones = ["bronze", "silver", "gold", "training", "_catalog"];
    private readonly ConcurrentDictionary<string, DeltaTable> tables = new();

    private Lake(string root, LakeSettings settings, TimeProvider clock)
    {
        Root = root;
        Settings = settings;
        Clock = clock;
    }

    /// <summary>The format number that this software writes into <c>_catalog</c> and checks at open.</summary>
    public const int Format = 1;

    /// <summary>The root.</summary>
    public string Root { get; }

    /// <summary>The settings of <c>lakehouse.yaml</c> with defaults.</summary>
    public LakeSettings Settings { get; }

    /// <summary>The wall clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>File of the embedded online store.</summary>
    public string OnlinePath => Path.Combine(Root, "_online", "online.db");

    /// <summary>Opens a lake and checks its format number and settings.</summary>
    /// <param name="root">The root directory.</param>
    /// <param name="create">Creates the lake when it does not exist; else that is an error.</param>
    /// <param name="clock">The wall clock.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="CatalogException">No lake there, or of another format; settings not valid.</exception>
    public static async Task<Lake> OpenAsync(string root, bool create, TimeProvider clock, CancellationToken ct)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var lake = new Lake(path, SettingsReader.Read(path), clock);
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

    /// <summary><c>training/name</c>.</summary>
    public DeltaTable Training(string name) => Table($"training/{name}");

    /// <summary><c>_catalog/table</c>.</summary>
    public DeltaTable CatalogTable(string name) => Table($"_catalog/{name}");

    /// <summary>
    /// A table by its path in the lake (<c>bronze/…</c>, <c>silver/…</c>, <c>gold/…</c>, <c>training/…</c>, <c>_catalog/…</c>), or any other path to a Delta table, relative to the
    /// current directory. Handles are kept, so snapshots stay warm.
    /// </summary>
    public DeltaTable Table(string nameOrPath)
    {
        var zone = nameOrPath.Split('/', 2)[0];
        var path = Path.TrimEndingDirectorySeparator(Zones.Contains(zone) ? Path.GetFullPath(nameOrPath, Root) : Path.GetFullPath(nameOrPath));
        return tables.GetOrAdd(path, static (p, clock) => DeltaTable.ForPath(p, clock), Clock);
    }
}
