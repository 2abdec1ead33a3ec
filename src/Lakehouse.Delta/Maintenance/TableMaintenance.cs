using Lakehouse.Delta.Internal.Maintenance;
using Lakehouse.Delta.Internal.Maintenance.Check;

namespace Lakehouse.Delta.Maintenance;

/// <summary>Upkeep of a table: what its readers never notice, except that it gets faster, smaller or whole again.</summary>
public static class TableMaintenance
{
    /// <summary>Rewrites small files into large ones, and files with deletion vectors without them; rows stay the same, and readers of changes see none.</summary>
    /// <remarks>Done in commits of at most 1 GiB of input, each on its own; repeated until there is nothing left to do, so that a second call does nothing.</remarks>
    /// <exception cref="DeltaException">
    /// The table cannot be written, the condition names a column that is no partition column, or other writers got in between too often.
    /// </exception>
    public static Task<OptimizeResult> OptimizeAsync(this DeltaTable table, OptimizeOptions? options = null, CancellationToken ct = default) =>
        new Optimizer(table, options ?? new OptimizeOptions()).RunAsync(ct);

    /// <summary>Deletes data files, deletion vectors and change data that no version within the retention needs; never anything of the log.</summary>
    /// <exception cref="DeltaException">
    /// The table cannot be written, the retention is shorter than the table's own without being allowed, or a retained version cannot be read any more; nothing was deleted then.
    /// Storage refused a deletion; the rest is found again by the next vacuum.
    /// </exception>
    public static Task<VacuumResult> VacuumAsync(this DeltaTable table, VacuumOptions? options = null, CancellationToken ct = default) =>
        new Vacuum(table, options ?? new VacuumOptions()).RunAsync(ct);

    /// <summary>Deletes commits, checkpoints and sidecars that are older than <c>delta.logRetentionDuration</c> (30 days) and lie behind a checkpoint.</summary>
    /// <remarks>The versions before that checkpoint cannot be read any more. Never done by commits: only the caller knows which versions are retained.</remarks>
    /// <exception cref="DeltaException">The table cannot be written, or storage refused; the rest is found again by the next clean-up.</exception>
    public static Task<LogCleanupResult> CleanUpLogAsync(this DeltaTable table, LogCleanupOptions? options = null, CancellationToken ct = default) =>
        new LogCleaner(table, options ?? new LogCleanupOptions()).RunAsync(ct);

    /// <summary>Brings rows, schema and properties back to those of an earlier version, by a new commit; application transactions (<c>txn</c>) stay as they are.</summary>
    /// <exception cref="DeltaException">
    /// The version is not there any more, or some of its files are gone; the table cannot be written, or is append-only and rows would go; other writers got in between too often.
    /// </exception>
    public static Task<RestoreResult> RestoreAsync(this DeltaTable table, RestoreOptions options, CancellationToken ct = default) => new Restorer(table, options).RunAsync(ct);

    /// <summary>Looks for everything that is wrong with a table, however broken it is: log, checkpoints, files, row counts, statistics, deletion vectors.</summary>
    public static Task<CheckResult> CheckAsync(this DeltaTable table, CheckOptions? options = null, CancellationToken ct = default) =>
        new TableCheck(table, options ?? new CheckOptions()).RunAsync(ct);
}
