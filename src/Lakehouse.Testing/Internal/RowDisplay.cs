using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Internal;

/// <summary>Gold rows in words.</summary>
internal static class RowDisplay
{
    internal static string Of(EntityViewDefinition view, ExpectedRow row) =>
        $"{Place(view, row)} event_time={(row.EventTimeMicros is { } time ? ValueDisplay.Instant(time) : "NULL")}{(row.Retracted ? " retracted" : "")} "
        + string.Join(' ', view.Columns.Select((c, i) => $"{c.Name}={ValueDisplay.Of(row.Values[i], c.Type)}"));

    /// <summary>The same place on both sides, and only what differs there.</summary>
    internal static string Difference(EntityViewDefinition view, ExpectedRow expected, ExpectedRow actual)
    {
        var parts = view.Columns
            .Select((c, i) => (c, i))
            .Where(p => expected.Values[p.i] != actual.Values[p.i])
            .Select(p => $"{p.c.Name}={ValueDisplay.Of(expected.Values[p.i], p.c.Type)} but found {p.c.Name}={ValueDisplay.Of(actual.Values[p.i], p.c.Type)}");
        if (expected.EventTimeMicros != actual.EventTimeMicros) parts = parts.Append($"event_time={Time(expected)} but found event_time={Time(actual)}");
        if (expected.Retracted != actual.Retracted) parts = parts.Append($"retracted={expected.Retracted} but found retracted={actual.Retracted}");
        return $"{Place(view, expected)}: {string.Join(", ", parts)}";
    }

    private static string Place(EntityViewDefinition view, ExpectedRow row) =>
        $"{ValueDisplay.Of(row.Key, view.Entity.Keys)} valid_from={ValueDisplay.Instant(row.ValidFromMicros)}";

    private static string Time(ExpectedRow row) => row.EventTimeMicros is { } time ? ValueDisplay.Instant(time) : "NULL";
}
