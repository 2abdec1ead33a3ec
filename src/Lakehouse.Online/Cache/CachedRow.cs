namespace Lakehouse.Online.Cache;

/// <summary>A key in the near cache: what the store gave for it, and for which instants that holds.</summary>
public sealed class CachedRow
{
    private readonly long fromMicros;
    private readonly long untilMicros;

    internal CachedRow(NearCacheView view, byte[] key, OnlineRow? row, long untilMicros, MarkerEpoch epoch, long readAt)
    {
        (View, Key, Row, this.untilMicros, Epoch, ReadAt) = (view, key, row, untilMicros, epoch, readAt);
        // Without a row at an instant there is none at an earlier one either, as far back as answers go.
        fromMicros = row?.ValidFromMicros ?? long.MinValue;
        Bytes = view.Size.Of(key, row);
    }

    /// <summary>The row in force; null where none is.</summary>
    public OnlineRow? Row { get; }

    internal NearCacheView View { get; }

    internal byte[] Key { get; }

    internal MarkerEpoch Epoch { get; }

    /// <summary>When the read of the store began, by the clock's timestamps.</summary>
    internal long ReadAt { get; }

    internal long Bytes { get; }

    /// <summary>Place in the ring; -1 when it is not in the cache any more.</summary>
    internal int Place { get; set; } = -1;

    /// <summary>Set by hits, and cleared when the hand passes.</summary>
    internal bool WasUsed { get; set; }

    internal bool Covers(long atMicros) => fromMicros <= atMicros && atMicros < untilMicros;
}
