using Lakehouse.Features.Internal;

namespace Lakehouse.Features.Evaluation;

/// <summary>Which rows of a training set are fitted on: those whose hash of an id lies below a share; a function of the row's id, never of order.</summary>
/// <param name="Share">Share of rows, above 0 and at most 1.</param>
/// <param name="Seed">Seed of the hash (semantics §5).</param>
/// <param name="Column">The spine's column whose text is the id, so that rows of one id stay together; null for <c>spine_row</c>.</param>
public sealed record FitSplit(double Share, string Seed, string? Column)
{
    /// <summary>True when rows of this id are fitted on.</summary>
    public bool Includes(ReadOnlySpan<char> id) => FeatureHash.Unit(Seed, id) < Share;

    /// <summary>True when rows whose id is this value's canonical text are fitted on; NULL counts as the empty text.</summary>
    /// <param name="id">The value of the id's column.</param>
    /// <param name="type">Its type; not double, binary or a list, whose texts are no ids.</param>
    public bool Includes(Value id, DataType type) => Includes(id.IsNull ? "" : ValueText.Of(id, type));
}
