namespace Lakehouse.Online.Cache;

/// <summary>The rows of the cache in a ring, and who has to go when there is no room.</summary>
/// <remarks>
/// 1. CLOCK: a hand goes round; a row used since it last passed is spared once, the first that was not is taken. Rows of markers that are over are taken at once.
/// 2. A row that was read again and is the same stays the object that it was: what is kept for long is not made anew, which would cost every reader pauses of the collector.
/// 3. The ring changes only when the store was read, so one lock is enough; hits set a flag and take none.
/// </remarks>
internal sealed class ClockRing(long capacity)
{
    private const int First = 1024;
    private readonly Lock gate = new();
    private CachedRow[] ring = new CachedRow[First];
    private int count;
    private int hand;
    private long bytes;
    private long evictions;

    public int Count => Volatile.Read(ref count);

    public long Bytes => Volatile.Read(ref bytes);

    public long Evictions => Volatile.Read(ref evictions);

    /// <summary>Takes a row in, in the place of the one that its view has of the key.</summary>
    public void Put(CachedRow row)
    {
        var known = row.View.Rows.TryGetValue(row.Key, out var before) && before.IsSameAs(row) ? before : null;
        lock (gate)
        {
            if (row.View.Rows.TryGetValue(row.Key, out var old))
            {
                if (ReferenceEquals(old, known))
                {
                    old.Renew(row);
                    return;
                }

                Remove(old);
            }

            while (count > 0 && bytes + row.Bytes > capacity) Evict();
            if (row.Bytes > capacity) return;
            if (count == ring.Length) Array.Resize(ref ring, count * 2);
            row.Place = count;
            ring[count++] = row;
            bytes += row.Bytes;
            row.View.Rows[row.Key] = row;
        }
    }

    private void Evict()
    {
        while (true)
        {
            if (hand >= count) hand = 0;
            var row = ring[hand];
            if (row.WasUsed && row.View.IsCurrent(row.Epoch))
            {
                row.WasUsed = false;
                hand++;
                continue;
            }

            Remove(row);
            evictions++;
            return;
        }
    }

    private void Remove(CachedRow row)
    {
        var last = ring[--count];
        ring[row.Place] = last;
        last.Place = row.Place;
        ring[count] = null!;
        row.Place = -1;
        bytes -= row.Bytes;
        row.View.Rows.TryRemove(new(row.Key, row));
    }
}
