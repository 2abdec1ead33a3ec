namespace Lakehouse.Online.Cache;

/// <summary>A key in the near cache: what the store gave for it, and for which instants that holds.</summary>
public sealed class CachedRow
{
    private readonly long fromMicros;
    private readonly long untilMicros;

    internal CachedRow(NearCacheView view, byte[] key, OnlineRow? row, long untilMicros, MarkerEpoch epoch, long readAt)
    {
        (View, Key, Row, this.untilMicros, Epoch, EndsAt) = (view, key, row, untilMicros, epoch, readAt + view.LifeOf(key, readAt));
        // Without a row at an instant there is none at an earlier one either, as far back as answers go.
        fromMicros = row?.ValidFromMicros ?? long.MinValue;
        Bytes = view.Size.Of(key, row);
    }

    /// <summary>The row in force; null where none is.</summary>
    public OnlineRow? Row { get; }

    /// <summary>The row as whoever answers from the cache has encoded it; null until then. Its size is counted from the beginning.</summary>
    public EncodedRow? Encoded { get; set; }

    internal NearCacheView View { get; }

    internal byte[] Key { get; }

    internal MarkerEpoch Epoch { get; private set; }

    /// <summary>When it is to be read again, by the clock's timestamps.</summary>
    internal long EndsAt { get; private set; }

    internal long Bytes { get; }

    /// <summary>Place in the ring; -1 when it is not in the cache any more.</summary>
    internal int Place { get; set; } = -1;

    /// <summary>Set by hits, and cleared when the hand passes.</summary>
    internal bool WasUsed { get; set; }

    internal bool Covers(long atMicros) => fromMicros <= atMicros && atMicros < untilMicros;

    /// <summary>True for the same row with the same successor, whatever marker it was read under.</summary>
    internal bool IsSameAs(CachedRow other) => untilMicros == other.untilMicros && IsSame(Row, other.Row);

    /// <summary>Takes over marker and life of a later read that gave the same.</summary>
    internal void Renew(CachedRow read) => (Epoch, EndsAt) = (read.Epoch, read.EndsAt);

    private static bool IsSame(OnlineRow? one, OnlineRow? other)
    {
        if (one is null || other is null) return one is null && other is null;
        return one.ValidFromMicros == other.ValidFromMicros && one.EventTimeMicros == other.EventTimeMicros && one.KnownAtMicros == other.KnownAtMicros
            && one.Retracted == other.Retracted && one.Values.AsSpan().SequenceEqual(other.Values);
    }
}
