using Lakehouse.Catalog;
using Lakehouse.Catalog.Security;

namespace Lakehouse.Serving.Security;

/// <summary>Security as a lake holds it: <c>lakehouse.yaml</c>, <c>_serving/api_keys</c>, the catalog's projects, and <c>_serving/audit</c>.</summary>
/// <param name="catalog">The lake's catalog.</param>
public sealed class LakeSecuritySource(FeatureCatalog catalog) : ISecuritySource
{
    private readonly ApiKeyRegistry keys = new(catalog.Lake);
    private readonly AuditTrail trail = new(catalog.Lake, $"{Environment.MachineName}-{Guid.NewGuid():n}");

    /// <inheritdoc/>
    public async Task<SecurityFacts> ReadAsync(CancellationToken ct)
    {
        var settings = (await catalog.Lake.ReadSettingsAsync(ct)).Security;
        return settings.Enabled ? new(settings, await keys.ListAsync(ct), await catalog.ListSetProjectsAsync(ct)) : SecurityFacts.Off with { Settings = settings };
    }

    /// <inheritdoc/>
    public Task PrepareAuditAsync(CancellationToken ct) => trail.PrepareAsync(ct);

    /// <inheritdoc/>
    public Task AppendAuditAsync(long batch, IReadOnlyList<AuditRecord> rows, CancellationToken ct) => trail.AppendAsync(batch, rows, ct);
}
