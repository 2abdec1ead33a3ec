using Lakehouse.Features;

namespace Lakehouse.Pipelines.Lookup;

/// <summary>What to look up.</summary>
/// <param name="Set">The set.</param>
/// <param name="Keys">Per key: values of the set's keys and inputs by name; a missing input is NULL.</param>
/// <param name="AtMicros">The instant.</param>
public sealed record LookupQuery(VersionedName Set, IReadOnlyList<IReadOnlyDictionary<string, Value>> Keys, long AtMicros)
{
    /// <summary>The fit whose parameters the set's transforms take: a training set's name, with <c>@version</c> or for its newest fit.</summary>
    /// <value>The default is null: the set's default fit.</value>
    public string? Fit { get; init; }
}
