using System.Collections.Immutable;

namespace Lakehouse.Features.Definitions;

/// <summary>A feature set version: what a model names; columns of fixed view versions.</summary>
/// <param name="Id">Name and version.</param>
/// <param name="Members">The views and their chosen columns, in order.</param>
public sealed record SetDefinition(VersionedName Id, ImmutableArray<SetMember> Members)
{
    /// <summary>Columns computed after the join, in order.</summary>
    public ImmutableArray<SetTransform> Transforms { get; init; } = [];

    /// <summary>True when the set cannot be computed without parameters of a fit.</summary>
    public bool NeedsFit => Transforms.Any(t => t.Fit is not null);

    /// <summary>What transforms may read: features as <c>view.column</c>, then keys, then inputs.</summary>
    public ImmutableArray<Field> TransformInputs => [.. Members.SelectMany(m => m.Columns.Select(c => new Field($"{m.View.Id.Name}.{c.Name}", c.Type))), .. Keys, .. Inputs];

    /// <summary>The distinct key columns of all entity views, in order of first appearance.</summary>
    public ImmutableArray<Field> Keys => [.. Members.Select(m => m.View).OfType<EntityViewDefinition>().SelectMany(v => v.Entity.Keys).Distinct()];

    /// <summary>The distinct inputs of all on-demand views, in order of first appearance.</summary>
    public ImmutableArray<Field> Inputs => [.. Members.Select(m => m.View).OfType<OnDemandViewDefinition>().SelectMany(v => v.Inputs).Distinct()];
}

/// <summary>The columns that a set takes from one view.</summary>
/// <param name="View">The view.</param>
/// <param name="Columns">The chosen columns, in the view's order or as named.</param>
public sealed record SetMember(ViewDefinition View, ImmutableArray<FeatureColumn> Columns);
