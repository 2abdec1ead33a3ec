using System.CommandLine;
using Lakehouse.Catalog;
using Lakehouse.Delta;

namespace Lakehouse.Cli;

/// <summary>A table as named on the command line: a name in the lake (<c>gold/airport_delays@1</c>) or any path to a Delta table.</summary>
internal static class TableReference
{
    public static Argument<string> Argument(string name = "table") => new(name)
    {
        Description = "A table of the lake (bronze/…, silver/…, gold/…, training/…, _catalog/…) or a path to any Delta table",
    };

    /// <exception cref="CatalogException">A name in a lake that does not exist.</exception>
    public static async Task<DeltaTable> OpenAsync(Invocation call, string nameOrPath, CancellationToken ct)
    {
        if (IsPath(nameOrPath)) return DeltaTable.ForPath(nameOrPath, call.Clock);
        return (await Lake.OpenAsync(call.LakeRoot, create: false, call.Clock, ct)).Table(nameOrPath);
    }

    /// <summary>The snapshot that <c>--version</c> or <c>--timestamp</c> asks for, else the newest.</summary>
    /// <exception cref="UsageException">Both were given.</exception>
    public static async Task<Snapshot> OpenSnapshotAsync(Invocation call, string nameOrPath, CancellationToken ct)
    {
        var version = call.Get(CommonOptions.Version);
        var timestamp = call.GetInstant(CommonOptions.Timestamp);
        if (version is not null && timestamp is not null) throw new UsageException("--version and --timestamp exclude each other.");
        var table = await OpenAsync(call, nameOrPath, ct);
        return timestamp is { } micros ? await table.GetSnapshotAtAsync(Instant.FromMicros(micros), ct) : await table.GetSnapshotAsync(version, ct);
    }

    private static bool IsPath(string nameOrPath) =>
        Path.IsPathRooted(nameOrPath) || nameOrPath is "." or ".."
        || nameOrPath.StartsWith("./", StringComparison.Ordinal) || nameOrPath.StartsWith("../", StringComparison.Ordinal)
        || Directory.Exists(Path.Combine(nameOrPath, "_delta_log"));
}
