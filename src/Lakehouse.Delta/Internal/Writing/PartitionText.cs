using System.Globalization;
using System.Text;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Partition values as the log spells them (Delta protocol, partition value serialization); an empty text is NULL.</summary>
internal static class PartitionText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a column's value, in DuckDB.</summary>
    public static string Sql(TableColumn column, string name) => ((PrimitiveType)column.Type).Name switch
    {
        "timestamp" => $"strftime({name}, '%Y-%m-%dT%H:%M:%S.%fZ')",
        "timestamp_ntz" => $"strftime({name}, '%Y-%m-%d %H:%M:%S.%f')",
        "float" or "double" => $"CASE CAST({name} AS VARCHAR) WHEN 'nan' THEN 'NaN' WHEN 'inf' THEN 'Infinity' WHEN '-inf' THEN '-Infinity' ELSE CAST({name} AS VARCHAR) END",
        "binary" => $"NULLIF(decode({name}), '')",
        _ => $"NULLIF(CAST({name} AS VARCHAR), '')",
    };

    /// <summary>The text of an integer, of days, microseconds or a decimal's unscaled integer.</summary>
    public static string OfInt64(string type, long value) => type switch
    {
        "date" => DateOnly.FromDayNumber(checked((int)(value + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber))).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "timestamp" => Instant(value).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        "timestamp_ntz" => Instant(value).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        _ when ParquetLayout.DecimalParts(type) is (_, var scale) => LeafStatistics.Decimal(value, scale).ToJsonString(),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The text of a floating point number in Java's words, spelled as DuckDB does.</summary>
    public static string OfDouble(string type, double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "Infinity" : "-Infinity";
        var text = type == "float" ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text.ToLowerInvariant();
    }

    /// <summary>The text of a string or of binary, whose bytes must be UTF-8; null when empty.</summary>
    public static string? OfBytes(string table, string column, ReadOnlySpan<byte> value)
    {
        try
        {
            return value.IsEmpty ? null : StrictUtf8.GetString(value);
        }
        catch (DecoderFallbackException e)
        {
            throw new DeltaException(
                DeltaErrorCode.SchemaMismatch,
                $"Partition column '{column}' of table '{table}' has a value that is no UTF-8 text; the log cannot hold it.", e);
        }
    }

    private static DateTime Instant(long micros) => DateTime.UnixEpoch.AddTicks(checked(micros * TimeSpan.TicksPerMicrosecond));
}
