using Lakehouse.Features;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>A text column of a source, read as a type.</summary>
/// <param name="Value">The value in its Spark type where SQL certainly reads the text as the driver does, else NULL.</param>
/// <param name="Unsure">A BOOLEAN, never NULL: TRUE exactly where the text is not NULL and <paramref name="Value"/> is. Text that is no value of the type is among it.</param>
internal sealed record ParsedSql(string Value, string Unsure);

/// <summary>Typed values from the texts of CSV and JSON lines, as the embedded engine's strict readers give them.</summary>
/// <remarks>
/// 1. A pattern admits the common forms, in which Spark's cast and the readers of .NET mean the same; the cast then refuses what lies outside the type.
/// 2. Everything else is NULL and unsure, and the driver's own reader decides it. Clean data has next to none of it.
/// 3. Patterns repeat single characters only, so the JVM's matcher does not recurse however long the text is.
/// </remarks>
internal static class RawSql
{
    private const string Integer = @"^[+-]?[0-9]{1,19}\z";
    private const string Double = @"^[+-]?([0-9]{1,60}[.]?[0-9]{0,60}|[.][0-9]{1,60})([eE][+-]?[0-9]{1,4})?\z";
    private const string Date = @"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z";
    private const string Base64 = @"^[A-Za-z0-9+/]*([AQgw]==|[AEIMQUYcgkosw048]=)?\z";

    /// <summary>The value of a text in a type.</summary>
    /// <param name="type">The raw record's type.</param>
    /// <param name="text">SQL of the text; best a column, since it is named several times.</param>
    /// <param name="zone">The source's zone of times without an offset, or null.</param>
    /// <exception cref="EngineException">This machine does not know the zone.</exception>
    internal static ParsedSql Parse(DataType type, string text, string? zone)
    {
        if (type.Kind == TypeKind.String) return new(text, "FALSE");
        var value = type.Kind switch
        {
            TypeKind.Int64 => Cast(Matching(text, Integer), type),
            TypeKind.Decimal => Cast(Matching(text, Decimal(type)), type),
            TypeKind.Double => Finite(Cast(Matching(text, Double), type)),
            TypeKind.Bool => $"CASE {text} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END",
            TypeKind.Date => Cast($"CASE WHEN {Like(text, Date)} AND NOT startswith({text}, '0000') THEN {text} END", type),
            TypeKind.Timestamp => RawTimestampSql.Instant(text, zone),
            TypeKind.TimestampNtz => RawTimestampSql.Local(text),
            TypeKind.Binary => $"unbase64(CASE WHEN {Like(text, Base64)} AND char_length({text}) % 4 = 0 THEN {text} END)",
            TypeKind.DoubleList => RawListSql.Parse(text),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, message: null),
        };
        return new($"({value})", $"({text} IS NOT NULL AND ({value}) IS NULL)");
    }

    /// <summary>A condition on a text by a Java pattern.</summary>
    internal static string Like(string text, string pattern) => $"{text} RLIKE {SqlText.Literal(pattern)}";

    /// <summary>A double, NULL where it is infinite: then the number was beyond the range.</summary>
    internal static string Finite(string value) => $"nullif(nullif({value}, CAST('Infinity' AS DOUBLE)), CAST('-Infinity' AS DOUBLE))";

    private static string Matching(string text, string pattern) => $"CASE WHEN {Like(text, pattern)} THEN {text} END";

    private static string Cast(string text, DataType type) => $"TRY_CAST({text} AS {SqlText.TypeOf(type)})";

    /// <summary>Digits beyond the scale may only be zeros.</summary>
    private static string Decimal(DataType type) => $@"^[+-]?[0-9]{{1,30}}([.][0-9]{{0,{type.Scale}}}0{{0,20}}(?<=[0-9]))?\z";
}
