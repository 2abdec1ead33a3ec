namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>Lists of doubles from JSON arrays of numbers and nulls.</summary>
internal static class RawListSql
{
    private const string Empty = @"^\[ *\]\z";
    private const string Characters = @"^\[[-+.0-9eEnul ,]*\]\z";
    private const string Number = @"^-?(0|[1-9][0-9]{0,60})([.][0-9]{1,60})?([eE][+-]?[0-9]{1,4})?\z";

    /// <summary>The list, or NULL where an item is neither a finite number nor null.</summary>
    /// <remarks>An item that is refused becomes NaN, which no number in JSON is.</remarks>
    internal static string Parse(string text)
    {
        const string Refused = "CAST('NaN' AS DOUBLE)";
        var item = $"CASE WHEN {RawSql.Like("__item", Number)} THEN coalesce({RawSql.Finite("TRY_CAST(__item AS DOUBLE)")}, {Refused}) WHEN __item <> 'null' THEN {Refused} END";
        var inner = $"substring(CASE WHEN {RawSql.Like(text, Characters)} THEN {text} END, 2, char_length({text}) - 2)";
        var items = $"transform(split({inner}, ','), __text -> trim(BOTH ' ' FROM __text))";
        var parsed = $"filter(array(transform({items}, __item -> {item})), __list -> NOT exists(__list, __number -> isnan(__number)))";
        return $"CASE WHEN {RawSql.Like(text, Empty)} THEN CAST(array() AS ARRAY<DOUBLE>) ELSE get({parsed}, 0) END";
    }
}
