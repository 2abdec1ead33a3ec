using System.Collections.Immutable;

namespace Lakehouse.Features.Definitions;

/// <summary>What features are about: a name and its key columns.</summary>
/// <param name="Name">Snake-case name.</param>
/// <param name="Keys">The key columns in order: the entity's name for a single key, else the key record's properties; never nullable.</param>
public sealed record EntityDefinition(string Name, ImmutableArray<Field> Keys)
{
    /// <summary>What a key is, for people.</summary>
    public string? Description { get; init; }
}
