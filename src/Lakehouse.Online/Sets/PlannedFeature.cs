using System.Collections.Immutable;
using Lakehouse.Features;

namespace Lakehouse.Online.Sets;

/// <summary>A feature or transform of a compiled set.</summary>
/// <param name="ViewName">The view that it comes from; null for a transform of the set.</param>
/// <param name="ColumnName">Its column, or the transform's name.</param>
/// <param name="Type">Its type.</param>
/// <param name="View">Position of its entity view in <see cref="SetPlan.Views"/>; null for what is computed.</param>
/// <param name="Position">Position in the entity view's columns, or among the set's computed values.</param>
/// <param name="Reads">Positions of the entity views that a transform reads.</param>
public sealed record PlannedFeature(string? ViewName, string ColumnName, DataType Type, int? View, int Position, ImmutableArray<int> Reads)
{
    /// <summary><c>view.column</c>, or the transform's name.</summary>
    public string Name { get; } = ViewName is null ? ColumnName : $"{ViewName}.{ColumnName}";
}
