using Lakehouse.Catalog;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Serving;

/// <summary>Where the server finds the definition of a set that it is asked for the first time.</summary>
public interface ISetSource
{
    /// <summary>A set with its hash; null when there is none of that name and version now.</summary>
    Task<Registered<SetDefinition>?> FindAsync(VersionedName set, CancellationToken ct);
}
