namespace Lakehouse.Delta.Internal.Log;

/// <summary>A map by text whose copies share their bulk, so that a copy with few changes costs little however large the map is.</summary>
/// <remarks>
/// 1. Entries lie in a bulk that is never changed once it is shared, and in a small layer of changes over it, where a removal is an entry too.
/// 2. A copy shares the bulk and copies the changes; when these have grown to a fraction of the bulk, the copy begins with a new bulk instead. So the cost is spread.
/// </remarks>
/// <typeparam name="TValue">The value.</typeparam>
internal sealed class LayeredMap<TValue>
    where TValue : class
{
    private const int LeastLayer = 1024;
    private const int BulkFraction = 16;
    private readonly Dictionary<string, TValue> bulk;

    /// <summary>Null values are removals; the whole layer is null while the bulk is not shared.</summary>
    private readonly Dictionary<string, TValue?>? changes;

    public LayeredMap() => bulk = [];

    private LayeredMap(Dictionary<string, TValue> bulk, Dictionary<string, TValue?> changes, int count) => (this.bulk, this.changes, Count) = (bulk, changes, count);

    public int Count { get; private set; }

    /// <summary>The values, in no order.</summary>
    public IEnumerable<TValue> Values => Entries.Select(e => e.Value);

    /// <summary>The values of the bulk alone.</summary>
    public IReadOnlyCollection<TValue> Bulk => bulk.Values;

    /// <summary>The changes over the bulk: a value of the bulk and what stands for it now; null where there is none.</summary>
    public IEnumerable<(TValue? Before, TValue? Now)> Changes => changes?.Select(c => (bulk.GetValueOrDefault(c.Key), c.Value)) ?? [];

    private IEnumerable<KeyValuePair<string, TValue>> Entries => changes is not { Count: > 0 }
        ? bulk
        : bulk.Where(e => !changes.ContainsKey(e.Key)).Concat(changes.Where(c => c.Value is not null).Select(c => KeyValuePair.Create(c.Key, c.Value!)));

    /// <summary>The value of a key, or null.</summary>
    public TValue? Find(string key) => changes is not null && changes.TryGetValue(key, out var changed) ? changed : bulk.GetValueOrDefault(key);

    /// <summary>Sets the value of a key.</summary>
    /// <returns>The value before, or null.</returns>
    public TValue? Set(string key, TValue value)
    {
        var before = Find(key);
        if (before is null) Count++;
        if (changes is null) bulk[key] = value;
        else changes[key] = value;
        return before;
    }

    /// <summary>Removes a key; false when there is none.</summary>
    public bool Remove(string key)
    {
        if (Find(key) is null) return false;
        Count--;
        if (changes is null) return bulk.Remove(key);
        if (bulk.ContainsKey(key)) changes[key] = null;
        else changes.Remove(key);
        return true;
    }

    /// <summary>Makes room for entries that are about to come.</summary>
    public void Reserve(int more)
    {
        if (changes is null && bulk.Count == 0) bulk.EnsureCapacity(more);
    }

    /// <summary>A map of the same entries; this one may not be changed any more.</summary>
    public LayeredMap<TValue> Copy() => Copy(out _);

    /// <summary>A map of the same entries; this one may not be changed any more.</summary>
    /// <param name="sharesBulk">Whether the copy has this map's bulk.</param>
    public LayeredMap<TValue> Copy(out bool sharesBulk)
    {
        sharesBulk = changes is null || changes.Count <= Math.Max(LeastLayer, bulk.Count / BulkFraction);
        return sharesBulk ? new(bulk, changes is null ? [] : new(changes), Count) : new(new(Entries), [], Count);
    }
}
