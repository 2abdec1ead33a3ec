using Lakehouse.Catalog;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Pipelines.Internal;

/// <summary>Registered views that have gold.</summary>
internal static class EntityViews
{
    /// <exception cref="JobException">The view is computed from the request alone.</exception>
    /// <exception cref="CatalogException">The view is not registered.</exception>
    public static async Task<(EntityViewDefinition View, string Hash)> GetAsync(JobContext context, VersionedName id, CancellationToken ct)
    {
        var (view, hash) = await context.Catalog.GetViewAsync(id, ct);
        return view is EntityViewDefinition entityView
            ? (entityView, hash)
            : throw new JobException(2, $"View {id} is computed from the request alone and has no gold table. Name a window or state view.");
    }
}
