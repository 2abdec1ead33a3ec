using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Lakehouse.Features.Internal;

/// <summary>Strict readers of typed values from the UTF-8 text of CSV and JSON lines; they never guess and never round.</summary>
/// <param name="zone">Zone of timestamps without an offset, or null: such a timestamp is then refused.</param>
internal sealed class TextParser(TimeZoneInfo? zone)
{
    private const int MaxDecimalDigits = 18;

    /// <summary>Reads a value of a type; false when the text is none.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, DataType type, out Value value)
    {
        value = Value.Null;
        switch (type.Kind)
        {
            case TypeKind.Int64: return TryInt64(text, out value);
            case TypeKind.Decimal: return TryDecimal(text, type, out value);
            case TypeKind.Double: return TryDouble(text, out value);
            case TypeKind.Bool: return TryBool(text, out value);
            case TypeKind.Date: return TryDate(text, out value);
            case TypeKind.Timestamp: return TryTimestamp(text, out value);
            case TypeKind.TimestampNtz: return TryTimestampNtz(text, out value);
            case TypeKind.Binary: return TryBinary(text, out value);
            case TypeKind.DoubleList: return TryList(text, out value);
            default: throw new ArgumentOutOfRangeException(nameof(type), type, message: null);
        }
    }

    private static bool TryInt64(ReadOnlySpan<byte> text, out Value value)
    {
        value = Value.Null;
        var digits = text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return false;
        value = Value.Int64(number);
        return true;
    }

    private static bool TryDecimal(ReadOnlySpan<byte> text, DataType type, out Value value)
    {
        value = Value.Null;
        var negative = text is [(byte)'-', ..];
        var rest = text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;
        var point = rest.IndexOf((byte)'.');
        var whole = point < 0 ? rest : rest[..point];
        var fraction = point < 0 ? default : rest[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty)) return false;
        if (whole.ContainsAnyExceptInRange((byte)'0', (byte)'9') || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        fraction = fraction.TrimEnd((byte)'0');
        whole = whole.TrimStart((byte)'0');
        if (fraction.Length > type.Scale || whole.Length > type.Precision - type.Scale || whole.Length > MaxDecimalDigits) return false;
        var unscaled = 0L;
        foreach (var digit in whole) unscaled = (unscaled * 10) + (digit - '0');
        for (var i = 0; i < type.Scale; i++) unscaled = (unscaled * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        value = Value.Int64(negative ? -unscaled : unscaled);
        return true;
    }

    private static bool TryDouble(ReadOnlySpan<byte> text, out Value value)
    {
        value = Value.Null;
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(text, Styles, CultureInfo.InvariantCulture, out var number)) return false;

        // A finite number beyond the range would be read as infinite.
        if (double.IsInfinity(number) && text.ContainsAnyInRange((byte)'0', (byte)'9')) return false;
        value = Value.Double(number);
        return true;
    }

    private static bool TryBool(ReadOnlySpan<byte> text, out Value value)
    {
        var isTrue = text.SequenceEqual("true"u8);
        value = isTrue || text.SequenceEqual("false"u8) ? Value.Bool(isTrue) : Value.Null;
        return !value.IsNull;
    }

    private static bool TryDate(ReadOnlySpan<byte> text, out Value value)
    {
        var parsed = IsoTimestamp.TryReadDate(text, out var days);
        value = parsed ? Value.Int64(days) : Value.Null;
        return parsed;
    }

    private static bool TryTimestampNtz(ReadOnlySpan<byte> text, out Value value)
    {
        value = Value.Null;
        if (!IsoTimestamp.TryRead(text, out var local, out var offset) || offset is not null) return false;
        value = Value.Int64(local);
        return true;
    }

    private bool TryTimestamp(ReadOnlySpan<byte> text, out Value value)
    {
        value = Value.Null;
        if (!IsoTimestamp.TryRead(text, out var local, out var offset)) return false;
        if (offset is { } known)
        {
            value = Value.Int64(local - known);
            return true;
        }

        if (zone is null || !IsoTimestamp.TryToUtc(local, zone, out var utc)) return false;
        value = Value.Int64(utc);
        return true;
    }

    private static bool TryBinary(ReadOnlySpan<byte> text, out Value value)
    {
        value = Value.Null;
        if (!Base64.IsValid(text, out var length)) return false;
        var bytes = new byte[length];
        Base64.DecodeFromUtf8(text, bytes, out _, out _);
        value = Value.Binary(bytes);
        return true;
    }

    private static bool TryList(ReadOnlySpan<byte> text, out Value value)
    {
        value = Value.Null;
        try
        {
            var reader = new Utf8JsonReader(text);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
            var items = new List<double?>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.Null)) return false;
                items.Add(reader.TokenType == JsonTokenType.Null ? null : reader.GetDouble());
            }

            if (reader.Read() || items.Exists(x => x is { } number && double.IsInfinity(number))) return false;
            value = Value.DoubleList([.. items]);
            return true;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return false;
        }
    }
}
