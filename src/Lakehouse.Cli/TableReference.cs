using System.CommandLine;
using Lakehouse.Catalog;
using Lakehouse.Delta;

namespace Lakehouse.Cli;

/// <summary>A table as named on the command line: a name in the lake (<c>gold/airport_delays@1</c>) or any path to a Delta table.</summary>
internal static class TableReference
{
    public static Argument<string> Argument(string name = "table") => new(name)
    {
        Description = "A table of the lake (bronze/…, silver/…, gold/…, training/…, _catalog/…, _serving/…), or a path or URI of any Delta table, which needs no lake",
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
        var timestamp = call.GetTableTime(CommonOptions.Timestamp);
        if (version is not null && timestamp is not null) throw new UsageException("--version and --timestamp exclude each other.");
        var table = await OpenAsync(call, nameOrPath, ct);
        if (timestamp is not { } instant) return await table.GetSnapshotAsync(version, ct);
        var snapshot = await table.GetSnapshotAtAsync(instant, ct);
        if (instant.ToUnixTimeMilliseconds() > snapshot.CommitTimestampMillis && (await table.GetSnapshotAsync(ct: ct)).Version == snapshot.Version)
            await call.SayAsync($"The newest version, {snapshot.Version}, was committed before {Instant.Format(Instant.Micros(instant))}; it is the one that is shown.");
        return snapshot;
    }

    /// <summary>True for all but names that only a lake can have.</summary>
    private static bool IsPath(string nameOrPath) => !Lake.IsTableName(nameOrPath) || Directory.Exists(Path.Combine(nameOrPath, "_delta_log"));
}
