using System.Collections.ObjectModel;
using Lakehouse.Delta;

namespace Lakehouse.Engine;

/// <summary>An executor: a plan (definitions, pinned input versions, clock, parameters) in, a committed Delta version out. Nothing else is shared between engines.</summary>
public interface IEngine
{
    /// <summary>The engine's name in run records: <c>duckdb</c> or <c>spark</c>.</summary>
    string Name { get; }

    /// <summary>What run records tell of the engine beside its name, such as the version and application of a cluster; empty where there is nothing to tell, or not yet.</summary>
    IReadOnlyDictionary<string, string> Facts => ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Bronze (or a Delta source) to silver and quarantine, from the table's own progress to the pinned source version.</summary>
    Task<ConformResult> ConformAsync(ConformPlan plan, CancellationToken ct);

    /// <summary>Silver to gold, from gold's own progress to the pinned silver version and the plan's clock.</summary>
    Task<MaterializeResult> MaterializeAsync(MaterializePlan plan, CancellationToken ct);

    /// <summary>A view's first gold, computed in parts of its keys side by side; finished parts outlive the process, and one commit publishes all.</summary>
    Task<BackfillResult> BackfillAsync(BackfillPlan plan, CancellationToken ct);

    /// <summary>Joins a spine to the features of a set as of each row's timestamp and commits the result as a Delta table.</summary>
    Task<TrainingResult> BuildTrainingSetAsync(TrainingPlan plan, CancellationToken ct);

    /// <summary>Digest of a training set's rows as its table holds them, to compare with the one that its build recorded.</summary>
    /// <param name="trainingSet">Its table.</param>
    /// <param name="format"><see cref="TrainingDigest.ColumnFormat"/>, which builds record, or <see cref="TrainingDigest.RowFormat"/> of older manifests.</param>
    /// <param name="ct">Cancels.</param>
    Task<TrainingDigest> DigestAsync(Snapshot trainingSet, int format, CancellationToken ct);

    /// <summary>The lookup rule of semantics §2 on gold, for many keys at one instant.</summary>
    /// <returns>One element per key, in order; null where no row is in force.</returns>
    Task<IReadOnlyList<GoldRow?>> LookupAsync(LookupPlan plan, CancellationToken ct);

    /// <summary>The gold rows that a sync must push, grouped by key, a key's rows in descending valid_from.</summary>
    IAsyncEnumerable<GoldRow> ReadForSyncAsync(SyncPlan plan, CancellationToken ct);

    /// <summary>Compares two tables: gold in normal form up to the smaller frontier (semantics §2), any other table as a multiset of rows.</summary>
    Task<TableDifference> DiffAsync(DiffPlan plan, CancellationToken ct);
}
