using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Sets;

/// <summary>A feature of a compiled set.</summary>
/// <param name="Name"><c>view.column</c>.</param>
/// <param name="ViewId">The view that it comes from.</param>
/// <param name="Column">Its column.</param>
/// <param name="View">Position of its entity view in <see cref="SetPlan.Views"/>; null for a request-time feature.</param>
/// <param name="Position">Position in the entity view's columns, or among the set's request-time features.</param>
public sealed record PlannedFeature(string Name, VersionedName ViewId, FeatureColumn Column, int? View, int Position);
