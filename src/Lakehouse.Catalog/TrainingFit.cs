using Lakehouse.Features;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Catalog;

/// <summary>Parameters that a training set fitted for its feature set's transforms.</summary>
/// <param name="Set">The feature set.</param>
/// <param name="SetHash">Identity of its definition.</param>
/// <param name="TrainingSet">Name of the training set.</param>
/// <param name="Version">Delta version of its table.</param>
/// <param name="Digest">Digest of its rows.</param>
/// <param name="Hash">Identity of the parameters, <c>sha256:…</c>.</param>
/// <param name="Parameters">Their canonical JSON.</param>
/// <param name="IsDefault">True for the fit that lookups of the set take when they name none.</param>
public sealed record TrainingFit(
    VersionedName Set, string SetHash, string TrainingSet, long Version, string Digest, string Hash, string Parameters, bool IsDefault)
{
    /// <summary>The name that lookups give it: <c>training-set@version</c>.</summary>
    public string Name => FormattableString.Invariant($"{TrainingSet}@{Version}");

    /// <summary>The parameters, checked against their hash.</summary>
    /// <exception cref="FitException">They are not what was recorded.</exception>
    public SetFit Read()
    {
        var fit = SetFit.Parse(Parameters);
        return fit.Hash == Hash ? fit : throw new FitException($"The parameters of fit {Name} are not those of {Hash}: the catalog was changed by others. Build the training set again.");
    }
}
