using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing;

/// <summary>The status of one looked-up value.</summary>
public enum ExpectedStatus
{
    /// <summary>A value.</summary>
    Present,

    /// <summary>A row is in force, its value is null.</summary>
    Null,

    /// <summary>The row is too old; the value is withheld.</summary>
    Expired,

    /// <summary>No row is in force.</summary>
    Absent,
}

/// <summary>What a lookup gives.</summary>
/// <param name="Row">The row in force, retracted or not; null where there is none.</param>
/// <param name="Values">One per column; NULL unless present.</param>
/// <param name="Statuses">One per column.</param>
public sealed record ExpectedLookup(ExpectedRow? Row, Value[] Values, ExpectedStatus[] Statuses);

/// <summary>The one lookup rule (semantics §2), on rows in memory.</summary>
public static class LookupRule
{
    /// <summary>lookup(key, t, K): among the key's rows with valid_from &lt;= t and known_at &lt;= K the greatest (valid_from, known_at).</summary>
    /// <param name="view">The view.</param>
    /// <param name="rows">Gold rows in any order.</param>
    /// <param name="key">Key values; a NULL matches nothing.</param>
    /// <param name="atMicros">t.</param>
    /// <param name="knownAtMicros">K; null for no bound.</param>
    public static ExpectedLookup Find(EntityViewDefinition view, IEnumerable<ExpectedRow> rows, Value[] key, long atMicros, long? knownAtMicros = null)
    {
        var row = rows
            .Where(r => r.Key.AsSpan().SequenceEqual(key) && r.ValidFromMicros <= atMicros && r.KnownAtMicros <= (knownAtMicros ?? long.MaxValue))
            .MaxBy(r => (r.ValidFromMicros, r.KnownAtMicros));
        var statuses = new ExpectedStatus[view.Columns.Length];
        for (var i = 0; i < statuses.Length; i++) statuses[i] = StatusOf(view, row, i, atMicros);
        return new(row, [.. statuses.Select((s, i) => s == ExpectedStatus.Present ? row!.Values[i] : Value.Null)], statuses);
    }

    private static ExpectedStatus StatusOf(EntityViewDefinition view, ExpectedRow? row, int column, long atMicros)
    {
        if (row is null || row.Retracted) return ExpectedStatus.Absent;
        if (view.TimeToLiveMicros is { } timeToLive && (Int128)atMicros - row.EventTimeMicros > timeToLive) return ExpectedStatus.Expired;
        return row.Values[column].IsNull ? ExpectedStatus.Null : ExpectedStatus.Present;
    }
}
