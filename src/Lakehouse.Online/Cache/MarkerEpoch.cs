namespace Lakehouse.Online.Cache;

/// <summary>The time in which a view's marker stays the same; what was read in it is used in it.</summary>
internal sealed class MarkerEpoch(OnlineMarker marker)
{
    private OnlineMarker marker = marker;

    /// <summary>The marker; a store with a retention moves its complete_from on.</summary>
    public OnlineMarker Marker => Volatile.Read(ref marker);

    /// <summary>True for a marker of the same sync: of one generation and gold version, whatever retention has taken out of its range.</summary>
    public bool IsOf(OnlineMarker other)
    {
        var own = Marker;
        return own.Generation == other.Generation && own.GoldVersion == other.GoldVersion && own.KnownAtMicros == other.KnownAtMicros
            && own.CompleteUntilMicros == other.CompleteUntilMicros && string.Equals(own.DefinitionHash, other.DefinitionHash, StringComparison.Ordinal);
    }

    /// <summary>Takes over a complete_from that has moved on.</summary>
    public void Narrow(OnlineMarker other)
    {
        while (Marker is var own && other.CompleteFromMicros > own.CompleteFromMicros)
        {
            if (Interlocked.CompareExchange(ref marker, own with { CompleteFromMicros = other.CompleteFromMicros }, own) == own) return;
        }
    }
}
