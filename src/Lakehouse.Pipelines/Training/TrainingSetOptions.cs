using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Pipelines.Training;

/// <summary>Options of a training set build.</summary>
/// <param name="Set">The set.</param>
/// <param name="Spine">Its rows: a file, a Delta table, or rows in memory.</param>
/// <param name="Name">Name of the output: <c>training/name</c>.</param>
public sealed record TrainingSetOptions(VersionedName Set, SpineSource Spine, string Name)
{
    /// <summary>Which knowledge the join may use.</summary>
    public TrainingMode Mode { get; init; }

    /// <summary>Gold versions for <see cref="TrainingMode.AsOf"/> by view; missing ones take the newest.</summary>
    public IReadOnlyDictionary<VersionedName, long> Versions { get; init; } = new Dictionary<VersionedName, long>();

    /// <summary>For <see cref="TrainingMode.AsOf"/>: each view's last version committed at or before it.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Flags rows later than the clock instead of refusing them.</summary>
    public bool AllowStale { get; init; }

    /// <summary>Adds status columns.</summary>
    public bool IncludeStatus { get; init; }

    /// <summary>Adds event_time columns.</summary>
    public bool IncludeEventTime { get; init; }

    /// <summary>Which rows the set's transforms are fitted on.</summary>
    /// <value>The default is null: all.</value>
    public FitSplit? FitSplit { get; init; }
}
