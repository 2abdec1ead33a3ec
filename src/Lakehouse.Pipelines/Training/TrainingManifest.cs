using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Pipelines.Training;

/// <summary>A training set's record: everything needed to rebuild and prove it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Version of its table.</param>
/// <param name="Set">The set.</param>
/// <param name="SetHash">Its hash.</param>
/// <param name="Mode">Which knowledge the join used.</param>
/// <param name="GoldVersions">Pinned gold version per view.</param>
/// <param name="SilverVersions">Version of its contract's silver that each gold version came from, by view.</param>
/// <param name="Spine">How the spine is read again: the copy kept in the lake, as <c>training/name.spine@version</c> with its digest.</param>
/// <param name="Digest">SHA-256 of the rows.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Json">The whole manifest.</param>
public sealed record TrainingManifest(
    string Name, long Version, VersionedName Set, string SetHash, TrainingMode Mode, IReadOnlyDictionary<VersionedName, long> GoldVersions,
    IReadOnlyDictionary<VersionedName, long> SilverVersions, string Spine, string Digest, long Rows, string Json)
{
    /// <summary>The parameters that the set's transforms were fitted to; null where it has none.</summary>
    public SetFit? Fit { get; init; }
}
