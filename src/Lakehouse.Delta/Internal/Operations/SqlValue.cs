using System.Collections;
using System.Globalization;
using DuckDbText = Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>Values of .NET as literals of DuckDB, each of the type that holds exactly its values.</summary>
internal static class SqlValue
{
    private const string Micros = "yyyy-MM-dd HH:mm:ss.ffffff";

    public static string Literal(object? value) => value switch
    {
        null => "NULL",
        bool b => b ? "true" : "false",
        sbyte or short or int or long => $"CAST({Convert.ToString(value, CultureInfo.InvariantCulture)} AS {IntegerType(value)})",
        float f => $"CAST('{f.ToString("R", CultureInfo.InvariantCulture)}' AS FLOAT)",
        double d => $"CAST('{d.ToString("R", CultureInfo.InvariantCulture)}' AS DOUBLE)",
        decimal m => Decimal(m),
        string s => DuckDbText.Literal(s),
        byte[] b => $"from_hex('{Convert.ToHexString(b)}')",
        DateOnly d => $"DATE '{d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'",
        DateTimeOffset t => Instant(t.UtcDateTime),
        DateTime { Kind: DateTimeKind.Utc } t => Instant(t),
        DateTime { Kind: DateTimeKind.Unspecified } t => $"TIMESTAMP '{WholeMicros(t).ToString(Micros, CultureInfo.InvariantCulture)}'",
        IReadOnlyDictionary<string, object?> s => $"{{{string.Join(", ", s.Select(f => $"{DuckDbText.Literal(f.Key)}: {Literal(f.Value)}"))}}}",
        IDictionary m => $"MAP {{{string.Join(", ", m.Keys.Cast<object>().Select(k => $"{Literal(k)}: {Literal(m[k])}"))}}}",
        IEnumerable l => $"[{string.Join(", ", l.Cast<object?>().Select(Literal))}]",
        _ => throw new DeltaException(DeltaErrorCode.SchemaMismatch, $"A {value.GetType().Name} cannot stand in a row; RowSource.Rows says which types can."),
    };

    /// <summary>A column of floating and other numbers becomes a floating one as a whole; those that it would round are refused here, for later they look like any other.</summary>
    /// <exception cref="DeltaException">There is such a number.</exception>
    public static void RequireSameAsDouble(string column, IEnumerable<object?> values)
    {
        var numbers = values.Where(v => v is sbyte or short or int or long or float or double or decimal).ToList();
        if (!numbers.Exists(v => v is float or double)) return;
        var single = !numbers.Exists(v => v is double);
        if (numbers.TrueForAll(v => v is float or double || IsSame(Convert.ToDecimal(v, CultureInfo.InvariantCulture), single))) return;
        throw new DeltaException(
            DeltaErrorCode.SchemaMismatch,
            $"Column '{column}' has floating point numbers in some rows and in others numbers that would be rounded beside them; give it numbers of one type.");
    }

    /// <summary>Whether a number comes back from a floating one: as digits, as a decimal fits a floating column.</summary>
    private static bool IsSame(decimal value, bool single)
    {
        var text = single ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : ((double)value).ToString("R", CultureInfo.InvariantCulture);
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var back) && back == value;
    }

    private static string IntegerType(object value) => value switch
    {
        sbyte => "TINYINT",
        short => "SMALLINT",
        int => "INTEGER",
        _ => "BIGINT",
    };

    private static string Decimal(decimal value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        var scale = text.IndexOf('.') is >= 0 and var point ? text.Length - point - 1 : 0;
        var digits = text.Count(char.IsAsciiDigit);
        return $"CAST('{text}' AS DECIMAL({Math.Max(digits, scale + 1)}, {scale}))";
    }

    private static string Instant(DateTime utc) => $"TIMESTAMPTZ '{WholeMicros(utc).ToString(Micros, CultureInfo.InvariantCulture)}+00'";

    private static DateTime WholeMicros(DateTime time) => time.Ticks % TimeSpan.TicksPerMicrosecond == 0
        ? time
        : throw new DeltaException(DeltaErrorCode.SchemaMismatch, "A time with a fraction of a microsecond would be cut; round it first.");
}
