using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Sqlite;

/// <summary>The embedded online store: one SQLite file, write-ahead log, batched writes in one transaction.</summary>
/// <param name="path">The database file; created with its directory when missing.</param>
public sealed class SqliteOnlineStore(string path) : IOnlineStore
{
    /// <summary>The database file.</summary>
    public string Path { get; } = path;

    /// <inheritdoc/>
    public Task DeployAsync(EntityViewDefinition view, CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task WriteAsync(EntityViewDefinition view, IReadOnlyList<OnlineRow> rows, CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<bool> WriteMarkerAsync(VersionedName view, OnlineMarker marker, CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<long> PruneAsync(VersionedName view, long supersededAtMicros, CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
