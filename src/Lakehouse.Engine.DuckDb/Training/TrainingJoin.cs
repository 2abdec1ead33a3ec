using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>Finds the row of a view's gold that is in force for each row of the spine.</summary>
internal delegate Task<JoinedView> TrainingJoin(ViewJoinPlan plan, CancellationToken ct);

/// <summary>The spine and one view's gold.</summary>
/// <param name="Session">Where the spine's table is, and where the result is read.</param>
/// <param name="Spine">The spine.</param>
/// <param name="View">The view.</param>
/// <param name="Gold">Its gold.</param>
/// <param name="Columns">The feature columns to fetch.</param>
/// <param name="Commits">Commits with the instants from which they may be seen; null outside as_known mode.</param>
/// <param name="Position">The view's place in the set.</param>
internal sealed record ViewJoinPlan(
    DuckDbSession Session, Spine Spine, EntityViewDefinition View, Snapshot Gold, IReadOnlyList<FeatureColumn> Columns, IReadOnlyList<VisibleCommit>? Commits, int Position)
{
    /// <summary>Gold has rows of commits that <see cref="Commits"/> lacks.</summary>
    public EngineException UnknownCommits(long count) => new(
        $"Rows of {View.Id} at version {Gold.Version} belong to {count} commits whose time is not recorded: run materialize again, which fills the catalog's table of commits.");
}

/// <summary>A gold commit and the instant from which serving could have used it.</summary>
/// <param name="KnownAtMicros">Stamp of its rows.</param>
/// <param name="VisibleFromMicros">Commit time plus delay.</param>
/// <param name="FrontierMicros">F of it.</param>
internal sealed record VisibleCommit(long KnownAtMicros, long VisibleFromMicros, long FrontierMicros);

/// <summary>One row per spine row in the spine's order: the features (NULL where expired or absent), event_time, and <see cref="StateColumn"/>.</summary>
/// <param name="Table">Name by which expressions call it.</param>
internal sealed record JoinedView(string Table)
{
    /// <summary>Column of the result: <see cref="Absent"/>, <see cref="Expired"/>, or 0 where a row is in force.</summary>
    public const string StateColumn = "__state";

    /// <summary>No row, or a retracted one.</summary>
    public const int Absent = 1;

    /// <summary>The row's event is older than the time to live.</summary>
    public const int Expired = 2;

    /// <summary>What stands after FROM.</summary>
    public string From { get; init; } = Table;

    /// <summary>Column with the row's place, 0 and up, by which the reader proves the order of rows that another engine wrote; null for none.</summary>
    public string? PlaceColumn { get; init; }
}
