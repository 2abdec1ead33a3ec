using Lakehouse.Catalog;

namespace Lakehouse.Pipelines.Maintain;

/// <summary>The lake that a table belongs to: what its catalog retains holds for the table, by whatever path it is named.</summary>
/// <param name="Lake">The lake.</param>
/// <param name="Name">The table's path in the lake.</param>
public sealed record TableHome(Lake Lake, string Name)
{
    private const string Catalog = "_catalog";

    /// <summary>Looks for a catalog in the directories above a table; null where there is none.</summary>
    /// <param name="tablePath">The table's full path, or its URI.</param>
    /// <param name="clock">The wall clock.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="CatalogException">There is a catalog, but it is of another format or cannot be read: what it retains is unknown.</exception>
    public static async Task<TableHome?> FindAsync(string tablePath, TimeProvider clock, CancellationToken ct)
    {
        var path = RealPath(tablePath).Replace('\\', '/');
        var scheme = path.IndexOf("://", StringComparison.Ordinal);
        var root = scheme < 0 ? 0 : scheme + 3;
        for (var end = path.LastIndexOf('/'); end > root; end = path.LastIndexOf('/', end - 1))
        {
            if (await HasCatalogAsync(path[..end], isLocal: scheme < 0, clock, ct)) return new(await Lake.OpenAsync(path[..end], create: false, clock, ct), path[(end + 1)..]);
        }

        return null;
    }

    private static async Task<bool> HasCatalogAsync(string directory, bool isLocal, TimeProvider clock, CancellationToken ct) => isLocal
        ? Directory.Exists(Path.Combine(directory, Catalog))
        : await Delta.DeltaTable.ForPath($"{directory}/{Catalog}/lake", clock).ExistsAsync(ct);

    /// <summary>A link to a table is the table; so is a path through linked directories.</summary>
    private static string RealPath(string path)
    {
        if (path.Contains("://", StringComparison.Ordinal)) return path;
        var real = Path.GetPathRoot(Path.GetFullPath(path))!;
        foreach (var name in Path.GetFullPath(path)[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, name);
            real = Directory.Exists(next) ? Directory.ResolveLinkTarget(next, returnFinalTarget: true)?.FullName ?? next : next;
        }

        return real;
    }
}
