using Lakehouse.Catalog;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Serving;

/// <summary>Sets as they are registered in a lake's catalog, those registered while the server runs included.</summary>
/// <param name="catalog">The catalog.</param>
public sealed class CatalogSetSource(FeatureCatalog catalog) : ISetSource
{
    /// <inheritdoc/>
    public async Task<Registered<SetDefinition>?> FindAsync(VersionedName set, CancellationToken ct)
    {
        try
        {
            return await catalog.GetSetAsync(set, ct);
        }
        catch (CatalogException e) when (e.Code == CatalogErrorCode.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Registered<SetDefinition>>> ListAsync(CancellationToken ct) => catalog.ListSetsAsync(ct);

    /// <inheritdoc/>
    public Task<TrainingFit?> FindFitAsync(VersionedName set, string? name, CancellationToken ct) => catalog.FindFitAsync(set, name, ct);
}
