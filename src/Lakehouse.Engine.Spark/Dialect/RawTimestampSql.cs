using Lakehouse.Features;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>ISO 8601 times, with an offset or in a declared zone.</summary>
internal static class RawTimestampSql
{
    private const string Clock = @"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6}0{0,20})?)?";
    private const string Offset = @"(Z|[+-][0-9]{2}(:?[0-9]{2})?)";

    /// <summary>An instant; a time without an offset is one in <paramref name="zone"/>, and refused without it.</summary>
    /// <exception cref="EngineException">This machine does not know the zone.</exception>
    internal static string Instant(string text, string? zone)
    {
        var known = Matching(text, Clock + Offset + @"\z");
        var instant = $"TRY_CAST({known} AS TIMESTAMP)";
        if (zone is null) return instant;
        var local = $"TRY_CAST(concat({Matching(text, Clock + @"\z")}, 'Z') AS TIMESTAMP)";
        return $"coalesce({instant}, {ZoneTable.Of(zone).ToUtc(local)})";
    }

    /// <summary>A wall-clock time; one with an offset is refused.</summary>
    internal static string Local(string text) => $"CAST(TRY_CAST(concat({Matching(text, Clock + @"\z")}, 'Z') AS TIMESTAMP) AS {SqlText.TypeOf(DataType.TimestampNtz)})";

    private static string Matching(string text, string pattern) => $"CASE WHEN {RawSql.Like(text, pattern)} AND NOT startswith({text}, '0000') THEN {text} END";
}
