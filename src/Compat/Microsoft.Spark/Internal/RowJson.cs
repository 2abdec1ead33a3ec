using System.Collections;
using System.Globalization;
using System.Text.Json;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Internal;

/// <summary>Reads the JSON that Spark's <c>to_json</c> writes, by the row's schema.</summary>
internal static class RowJson
{
    /// <summary>The options of <c>to_json</c> without which NULLs vanish and timestamps lose their microseconds.</summary>
    public const string Options =
        "map('ignoreNullFields','false','timeZone','UTC','timestampFormat',\"yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX\",'dateFormat','yyyy-MM-dd')";

    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    public static Row Read(ReadOnlySpan<byte> line, StructType schema)
    {
        var json = new Utf8JsonReader(line);
        json.Read();
        return ReadRow(ref json, schema);
    }

    // Fields come in the schema's order and none is left out, so names (which may repeat) are not looked at.
    private static Row ReadRow(ref Utf8JsonReader json, StructType schema)
    {
        var values = new object?[schema.Fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            json.Read();
            json.Read();
            values[i] = ReadValue(ref json, schema.Fields[i].DataType);
        }
        json.Read();
        return new Row(values, schema);
    }

    private static object? ReadValue(ref Utf8JsonReader json, DataType type)
    {
        if (json.TokenType == JsonTokenType.Null) return null;
        return type switch
        {
            StringType => json.GetString(),
            LongType => json.GetInt64(),
            IntegerType => json.GetInt32(),
            ShortType => json.GetInt16(),
            ByteType => json.GetSByte(),
            BooleanType => json.GetBoolean(),
            DoubleType => json.TokenType == JsonTokenType.String ? double.Parse(json.GetString()!, CultureInfo.InvariantCulture) : json.GetDouble(),
            FloatType => json.TokenType == JsonTokenType.String ? float.Parse(json.GetString()!, CultureInfo.InvariantCulture) : json.GetSingle(),
            DecimalType => ExactDecimal.Parse(json.ValueSpan),
            BinaryType => json.GetBytesFromBase64(),
            DateType => Day(json.GetString()!),
            TimestampType => Instant(json.GetString()!),
            StructType part => ReadRow(ref json, part),
            ArrayType array => ReadArray(ref json, array),
            MapType map => ReadMap(ref json, map),
            _ => throw new NotSupportedException($"A value of Spark's type {type.SimpleString} cannot be collected."),
        };
    }

    private static ArrayList ReadArray(ref Utf8JsonReader json, ArrayType type)
    {
        var list = new ArrayList();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) list.Add(ReadValue(ref json, type.ElementType));
        return list;
    }

    private static Hashtable ReadMap(ref Utf8JsonReader json, MapType type)
    {
        var map = new Hashtable();
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var key = Key(json.GetString()!, type.KeyType);
            json.Read();
            map[key] = ReadValue(ref json, type.ValueType);
        }
        return map;
    }

    // Spark writes a key as the text of its internal form: days and microseconds for dates and timestamps.
    private static object Key(string text, DataType type) => type switch
    {
        StringType => text,
        LongType => long.Parse(text, CultureInfo.InvariantCulture),
        IntegerType => int.Parse(text, CultureInfo.InvariantCulture),
        ShortType => short.Parse(text, CultureInfo.InvariantCulture),
        ByteType => sbyte.Parse(text, CultureInfo.InvariantCulture),
        BooleanType => text == "true",
        DoubleType => double.Parse(text, CultureInfo.InvariantCulture),
        FloatType => float.Parse(text, CultureInfo.InvariantCulture),
        DecimalType => ExactDecimal.Parse(System.Text.Encoding.UTF8.GetBytes(text)),
        DateType => new Date(DateTime.UnixEpoch.AddDays(int.Parse(text, CultureInfo.InvariantCulture))),
        TimestampType => new Timestamp(DateTime.UnixEpoch.AddTicks(checked(long.Parse(text, CultureInfo.InvariantCulture) * 10))),
        _ => throw new NotSupportedException($"A map with keys of Spark's type {type.SimpleString} cannot be collected: cast the keys to string in SQL."),
    };

    private static Date Day(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new Date(day) : throw OutOfRange("date");

    private static Timestamp Instant(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, Utc, out var instant)
            ? new Timestamp(instant)
            : throw OutOfRange("timestamp");

    private static OverflowException OutOfRange(string type) =>
        new($"A {type} lies outside the years 1 to 9999, which .NET's types hold: cast the column to string or bigint in SQL.");
}
