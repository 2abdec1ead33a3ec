using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>A bounded cache that forgets what was not asked for lately.</summary>
/// <remarks>
/// 1. Entries are added to the young generation. When that holds half of the bound it becomes the old one, and what was old is forgotten.
/// 2. Whoever finds an entry in the old generation puts it into the young one, so what is in use stays.
/// </remarks>
internal sealed class GenerationCache<TKey, TValue>(int most)
    where TKey : notnull
{
    private readonly Lock turning = new();
    private volatile ConcurrentDictionary<TKey, TValue> young = new();
    private volatile ConcurrentDictionary<TKey, TValue> old = new();
    private int added;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (young.TryGetValue(key, out value)) return true;
        if (!old.TryGetValue(key, out value)) return false;
        Set(key, value);
        return true;
    }

    public TValue Set(TKey key, TValue value)
    {
        young[key] = value;
        if (Interlocked.Increment(ref added) < most / 2) return value;
        lock (turning)
        {
            if (Volatile.Read(ref added) < most / 2) return value;
            old = young;
            young = new();
            Volatile.Write(ref added, 0);
        }

        return value;
    }
}
