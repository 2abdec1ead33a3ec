using Lakehouse.Features;

namespace Lakehouse.Online.Conformance;

/// <summary>What a view of an online store must hold, written as plainly as the semantics say it: the oracle.</summary>
public sealed class OnlineStoreModel
{
    private readonly List<OnlineRow> rows = [];

    /// <summary>The marker.</summary>
    public OnlineMarker? Marker { get; private set; }

    /// <summary>All rows in any order.</summary>
    public IReadOnlyList<OnlineRow> Rows => rows;

    /// <summary>Keeps, of two rows with one key and valid_from, the one with the greater known_at.</summary>
    public void Write(IEnumerable<OnlineRow> written)
    {
        foreach (var row in written)
        {
            var old = rows.FindIndex(r => r.Key.SequenceEqual(row.Key) && r.ValidFromMicros == row.ValidFromMicros);
            if (old < 0) rows.Add(row);
            else if (rows[old].KnownAtMicros < row.KnownAtMicros) rows[old] = row;
        }
    }

    /// <summary>Replaces the marker by one of a greater gold version.</summary>
    public bool WriteMarker(OnlineMarker marker)
    {
        if (Marker is { } old && old.GoldVersion >= marker.GoldVersion) return false;
        Marker = marker with { PreviousCompleteFromMicros = Marker?.CompleteFromMicros };
        return true;
    }

    /// <summary>Removes what a later row of the key had superseded by the instant.</summary>
    public long Prune(long atMicros)
    {
        var superseded = rows.Where(r => rows.Exists(l => l.Key.SequenceEqual(r.Key) && l.ValidFromMicros > r.ValidFromMicros && l.ValidFromMicros <= atMicros)).ToList();
        return superseded.Count(rows.Remove);
    }

    /// <summary>The row in force.</summary>
    public OnlineRow? Read(Value[] key, long atMicros) => rows.Where(r => r.Key.SequenceEqual(key) && r.ValidFromMicros <= atMicros).MaxBy(r => r.ValidFromMicros);
}
