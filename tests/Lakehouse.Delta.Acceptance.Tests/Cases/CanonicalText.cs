using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lakehouse.Delta.Acceptance.Tests.Cases;

/// <summary>One text for equal values, whatever their spelling: the canonical form of the cases' contract, by Delta type.</summary>
internal static partial class CanonicalText
{
    /// <summary>The text of a value.</summary>
    /// <param name="value">As expected files spell it, or as <see cref="CanonicalSql"/> does.</param>
    /// <param name="type">The type as the schema's JSON has it.</param>
    public static string Of(JsonElement value, JsonElement type)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) return "null";
        if (type.ValueKind == JsonValueKind.String) return Primitive(value, type.GetString()!);
        return type.GetProperty("type").GetString() switch
        {
            "struct" => "{" + string.Join(",", Fields(type).Select(f => Of(Field(value, f.Name), f.Type))) + "}",
            "array" => "[" + string.Join(",", value.EnumerateArray().Select(e => Of(e, type.GetProperty("elementType")))) + "]",
            "map" => "<" + string.Join(",", Entries(value, type).Order(StringComparer.Ordinal)) + ">",
            var other => throw new NotSupportedException(other),
        };
    }

    /// <summary>Names and types of a struct's fields.</summary>
    public static IEnumerable<(string Name, JsonElement Type)> Fields(JsonElement type) =>
        type.GetProperty("fields").EnumerateArray().Select(f => (f.GetProperty("name").GetString()!, f.GetProperty("type")));

    private static JsonElement Field(JsonElement value, string name) => value.TryGetProperty(name, out var field) ? field : default;

    private static IEnumerable<string> Entries(JsonElement map, JsonElement type)
    {
        foreach (var entry in map.EnumerateArray())
        {
            var (key, value) = entry.ValueKind == JsonValueKind.Array ? (entry[0], entry[1]) : (entry.GetProperty("k"), Field(entry, "v"));
            yield return Of(key, type.GetProperty("keyType")) + ":" + Of(value, type.GetProperty("valueType"));
        }
    }

    private static string Primitive(JsonElement value, string type) => type switch
    {
        "byte" or "short" or "integer" or "long" => BigInteger.Parse(value.GetRawText(), CultureInfo.InvariantCulture).ToString(),
        "double" => (Number(value) + 0.0).ToString("R", CultureInfo.InvariantCulture),
        "float" => ((float)Number(value) + 0f).ToString("R", CultureInfo.InvariantCulture),
        "boolean" => value.GetBoolean() ? "true" : "false",
        "string" => JsonSerializer.Serialize(value.GetString()),
        "binary" => Convert.ToHexString(value.GetBytesFromBase64()),
        "date" => value.ValueKind == JsonValueKind.Number ? value.GetRawText() : $"{Micros(value.GetString() + "T00:00:00") / 86_400_000_000}",
        "timestamp" or "timestamp_ntz" => value.ValueKind == JsonValueKind.Number ? value.GetRawText() : $"{Micros(value.GetString()!)}",
        ['d', 'e', 'c', 'i', ..] => Decimal(value.GetString()!),
        _ => throw new NotSupportedException(type),
    };

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : value.GetString() switch
    {
        "inf" or "Infinity" => double.PositiveInfinity,
        "-inf" or "-Infinity" => double.NegativeInfinity,
        "nan" or "NaN" => double.NaN,
        var text => double.Parse(text!, CultureInfo.InvariantCulture),
    };

    private static string Decimal(string text) => text.Contains('.') ? text.TrimEnd('0').TrimEnd('.') is "-0" or "" ? "0" : text.TrimEnd('0').TrimEnd('.') : text;

    /// <summary>Years may be negative or have more than four digits, which no type of .NET's holds.</summary>
    private static BigInteger Micros(string text)
    {
        var match = Instant().Match(text);
        if (!match.Success) throw new FormatException($"'{text}' is no timestamp.");
        int Part(string name) => int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture);
        var days = DaysFromCivil(Part("year"), Part("month"), Part("day"));
        var micros = (((((days * 24) + Part("hour")) * 60) + Part("minute")) * 60) + Part("second");
        return (new BigInteger(micros) * 1_000_000) + int.Parse(match.Groups["fraction"].Value.PadRight(6, '0'), CultureInfo.InvariantCulture);
    }

    /// <summary>Days since 1970-01-01 in the proleptic Gregorian calendar: years are counted from March in eras of 400.</summary>
    private static long DaysFromCivil(long year, int month, int day)
    {
        if (month <= 2) year--;
        var era = (long)Math.Floor(year / 400.0);
        var yearOfEra = year - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        return (era * 146_097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719_468;
    }

    [GeneratedRegex(
        @"^(?<year>-?\d+)-(?<month>\d\d)-(?<day>\d\d)[T ](?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d{1,6}))?Z?$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Instant();
}
