using Lakehouse.Catalog;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Serving;

/// <summary>Where the server finds the definitions of sets.</summary>
public interface ISetSource
{
    /// <summary>A set with its hash; null when there is none of that name and version now.</summary>
    Task<Registered<SetDefinition>?> FindAsync(VersionedName set, CancellationToken ct);

    /// <summary>All sets with their hashes.</summary>
    Task<IReadOnlyList<Registered<SetDefinition>>> ListAsync(CancellationToken ct);

    /// <summary>The fit that a name stands for now: a training set with <c>@version</c> or its newest fit; null for the set's default.</summary>
    /// <param name="set">The set.</param>
    /// <param name="name">The name, or null.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null where there is none, or no default.</returns>
    Task<TrainingFit?> FindFitAsync(VersionedName set, string? name, CancellationToken ct);
}
