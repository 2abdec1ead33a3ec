using Lakehouse.Features;

namespace Lakehouse.Catalog;

/// <summary>What apply does with one definition.</summary>
/// <param name="Kind"><c>contract</c>, <c>view</c> or <c>set</c>.</param>
/// <param name="Id">Name and version.</param>
/// <param name="Action">
/// <c>create</c>, <c>unchanged</c>, <c>describe</c> (only descriptions and the like), <c>extend</c> (a contract gains nullable columns) or <c>refuse</c>.
/// </param>
/// <param name="Hash">The new identity.</param>
/// <param name="Difference">Lines that say what differs; empty for create, unchanged and describe.</param>
public sealed record PlannedChange(string Kind, VersionedName Id, string Action, string Hash, IReadOnlyList<string> Difference);
