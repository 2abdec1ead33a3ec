using Lakehouse.Engine;
using Lakehouse.Features;

namespace Lakehouse.Pipelines.Training;

/// <summary>Options of a training set build.</summary>
/// <param name="Set">The set.</param>
/// <param name="SpinePath">Parquet, CSV or JSON lines file, or a Delta table's path.</param>
/// <param name="Name">Name of the output: <c>training/name</c>.</param>
public sealed record TrainingSetOptions(VersionedName Set, string SpinePath, string Name)
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
}

/// <summary>A training set's record: everything needed to rebuild and prove it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Version of its table.</param>
/// <param name="Set">The set.</param>
/// <param name="SetHash">Its hash.</param>
/// <param name="Mode">Which knowledge the join used.</param>
/// <param name="GoldVersions">Pinned gold version per view.</param>
/// <param name="SilverVersions">Silver version each gold version came from.</param>
/// <param name="Spine">How the spine is read again: a copy kept in the lake, with digest.</param>
/// <param name="Digest">SHA-256 of the rows.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Json">The whole manifest.</param>
public sealed record TrainingManifest(
    string Name, long Version, VersionedName Set, string SetHash, TrainingMode Mode, IReadOnlyDictionary<VersionedName, long> GoldVersions,
    IReadOnlyDictionary<string, long> SilverVersions, string Spine, string Digest, long Rows, string Json);

/// <summary>The outcome of a verification.</summary>
/// <param name="Equal">True when the rebuilt rows have the recorded digest.</param>
/// <param name="Recorded">The recorded digest.</param>
/// <param name="Rebuilt">The rebuilt digest.</param>
/// <param name="Stored">The digest of the rows that the table holds now.</param>
public sealed record TrainingVerification(bool Equal, string Recorded, string Rebuilt, string Stored);

/// <summary>Builds, lists and verifies training sets.</summary>
public static class TrainingSetJob
{
    /// <summary>Joins, commits, pins.</summary>
    public static Task<TrainingManifest> BuildAsync(JobContext context, TrainingSetOptions options, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>All training sets of the lake.</summary>
    public static Task<IReadOnlyList<TrainingManifest>> ListAsync(JobContext context, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>One training set.</summary>
    /// <exception cref="JobException">There is none of that name.</exception>
    public static Task<TrainingManifest> ShowAsync(JobContext context, string name, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Rebuilds from the pinned versions and compares.</summary>
    public static Task<TrainingVerification> VerifyAsync(JobContext context, string name, CancellationToken ct) => throw new NotImplementedException();
}
