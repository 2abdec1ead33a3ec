namespace Lakehouse.Delta.Storage.Cache;

/// <summary>What one reader holds.</summary>
internal sealed class CacheLease(HeldFiles held) : IDisposable
{
    private readonly List<CacheKey> keys = [];
    private readonly Lock gate = new();
    private bool disposed;

    /// <summary>Adds a held copy, which the lease will let go.</summary>
    public void Add(CacheKey key)
    {
        lock (gate) keys.Add(key);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
        }

        foreach (var key in keys) held.Release(key);
    }
}
