using Lakehouse.Delta;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine;

/// <summary>Which knowledge a training join may use (semantics §4).</summary>
public enum TrainingMode
{
    /// <summary>All rows of the pinned versions.</summary>
    Latest,

    /// <summary>Only rows whose commit time plus delay is at or before the spine row's timestamp.</summary>
    AsKnown,

    /// <summary>As <see cref="Latest"/>, at versions that the caller chose.</summary>
    AsOf,
}

/// <summary>A spine joined to a set.</summary>
/// <param name="Set">The set.</param>
/// <param name="Gold">The gold snapshot per entity view of the set.</param>
/// <param name="SpineSql">A DuckDB SELECT or table function over the spine, rows in order; it has a column for every key of the set, <c>timestamp</c>, and any others.</param>
/// <param name="Output">The table to create or overwrite.</param>
/// <param name="Mode">Which knowledge.</param>
public sealed record TrainingPlan(SetDefinition Set, IReadOnlyDictionary<Features.VersionedName, Snapshot> Gold, string SpineSql, DeltaTable Output, TrainingMode Mode)
{
    /// <summary>Declared serving delay of <see cref="TrainingMode.AsKnown"/> in microseconds.</summary>
    public long ServingDelayMicros { get; init; }

    /// <summary>Commit time (semantics §1, microseconds) by known_at, per view; needed by <see cref="TrainingMode.AsKnown"/>.</summary>
    public IReadOnlyDictionary<Features.VersionedName, IReadOnlyList<KnownCommit>> Commits { get; init; } = new Dictionary<Features.VersionedName, IReadOnlyList<KnownCommit>>();

    /// <summary>True: rows later than the clock are flagged stale instead of refused.</summary>
    public bool AllowStale { get; init; }

    /// <summary>Adds <c>view__feature__status</c> columns.</summary>
    public bool IncludeStatus { get; init; }

    /// <summary>Adds <c>view__event_time</c> columns.</summary>
    public bool IncludeEventTime { get; init; }

    /// <summary>
    /// The post-join step: more columns, which stand after the features in the given order. It is called once, when all features are joined and before anything is written; parameters
    /// that must be fitted are found by reading the joined rows there, as often as needed. What it finds can go into <see cref="Manifest"/>, which is called after it.
    /// </summary>
    public Func<IJoinedRows, CancellationToken, IReadOnlyList<ComputedColumn>>? PostJoin { get; init; }

    /// <summary>Text kept with the output's commit: the manifest without digest and row count.</summary>
    public Func<TrainingDigest, string>? Manifest { get; init; }
}

/// <summary>When a gold commit became known.</summary>
/// <param name="KnownAtMicros">The stamp of its rows.</param>
/// <param name="CommitTimeMicros">Its commit time.</param>
/// <param name="ClockMicros">Greatest clock up to it.</param>
/// <param name="FrontierMicros">F of it.</param>
public sealed record KnownCommit(long KnownAtMicros, long CommitTimeMicros, long ClockMicros, long FrontierMicros);

/// <summary>Content of a training set.</summary>
/// <param name="Sha256">Hex SHA-256 over all rows in spine order.</param>
/// <param name="Rows">Number of rows.</param>
public sealed record TrainingDigest(string Sha256, long Rows)
{
    /// <summary>The digest over rows of manifests that name no format.</summary>
    public const int RowFormat = 1;

    /// <summary>The digest over columns, which builds record.</summary>
    public const int ColumnFormat = 2;
}

/// <summary>What a training join did.</summary>
/// <param name="Version">The output's version.</param>
/// <param name="Digest">Its content.</param>
/// <param name="StaleRows">Rows flagged stale in any view.</param>
public sealed record TrainingResult(long Version, TrainingDigest Digest, long StaleRows);
