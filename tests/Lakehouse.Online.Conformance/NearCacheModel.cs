using Lakehouse.Features;

namespace Lakehouse.Online.Conformance;

/// <summary>Everything that syncs ever wrote to a view, and which marker was in force when: what a cached answer must be by the law of lookups.</summary>
public sealed class NearCacheModel
{
    private readonly List<OnlineRow> history = [];
    private readonly List<(long At, OnlineMarker Marker)> markers = [];

    /// <summary>Notes rows as a sync writes them.</summary>
    public void Write(IEnumerable<OnlineRow> rows) => history.AddRange(rows);

    /// <summary>Notes a marker as a sync writes it.</summary>
    public void WriteMarker(long at, OnlineMarker marker) => markers.Add((at, marker));

    /// <summary>The marker that was in force at a time; null before the first.</summary>
    public OnlineMarker? MarkerAt(long at) => markers.LastOrDefault(m => m.At <= at).Marker;

    /// <summary>What an answer under a marker that gives this row must be: the lookup with K = the greater of the marker's and the row's known_at.</summary>
    public OnlineRow? Expected(Value[] key, long atMicros, OnlineMarker marker, OnlineRow? given)
    {
        var known = Math.Max(marker.KnownAtMicros, given?.KnownAtMicros ?? long.MinValue);
        return history.Where(r => r.Key.SequenceEqual(key) && r.ValidFromMicros <= atMicros && r.KnownAtMicros <= known)
            .OrderBy(r => r.ValidFromMicros).ThenBy(r => r.KnownAtMicros).LastOrDefault();
    }
}
