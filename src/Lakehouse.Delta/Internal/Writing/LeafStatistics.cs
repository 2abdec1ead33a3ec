using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Statistics of one leaf column of a file.</summary>
/// <param name="Path">Names from the top down.</param>
/// <param name="Min">Least value in JSON form, or null when unknown.</param>
/// <param name="Max">Greatest value in JSON form, or null when unknown.</param>
/// <param name="NullCount">Number of nulls.</param>
internal sealed record LeafStatistics(IReadOnlyList<string> Path, JsonNode? Min, JsonNode? Max, long NullCount)
{
    private const int TextPrefix = 32;
    private const int GreatestCodePoint = 0x10FFFF;
    private const long MicrosPerMilli = 1000;

    /// <summary>The text of an add action's <c>stats</c>.</summary>
    public static string ToJson(long records, IEnumerable<LeafStatistics> leaves)
    {
        JsonObject min = [], max = [], nulls = [];
        foreach (var leaf in leaves)
        {
            Put(nulls, leaf.Path, leaf.NullCount);
            if (leaf.Min is null || leaf.Max is null) continue;
            Put(min, leaf.Path, leaf.Min);
            Put(max, leaf.Path, leaf.Max);
        }

        return new JsonObject { ["numRecords"] = records, ["minValues"] = min, ["maxValues"] = max, ["nullCount"] = nulls }.ToJsonString(JsonText.Options);
    }

    /// <summary>A number's JSON form by its decimal digits.</summary>
    public static JsonNode Number(string digits) => JsonNode.Parse(digits)!;

    /// <summary>A decimal's JSON form, all digits kept.</summary>
    public static JsonNode Decimal(long unscaled, int scale)
    {
        var digits = UInt128.CreateChecked(Int128.Abs(unscaled)).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return Number(unscaled < 0 ? "-" + text : text);
    }

    /// <summary>An instant cut to milliseconds, as Spark writes it; null beyond year 9999.</summary>
    public static JsonNode? Timestamp(long micros, bool utc)
    {
        var millis = micros / MicrosPerMilli - (micros % MicrosPerMilli < 0 ? 1 : 0);
        if (millis < DateTimeOffset.MinValue.ToUnixTimeMilliseconds() || millis > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) return null;
        var text = DateTimeOffset.FromUnixTimeMilliseconds(millis).ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);
        return utc ? text + "Z" : text;
    }

    /// <summary>A day; null outside years 1 to 9999.</summary>
    public static JsonNode? Date(int days)
    {
        var number = (long)days + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return number < 0 || number > DateOnly.MaxValue.DayNumber ? null : DateOnly.FromDayNumber((int)number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>A lower bound of a text: its first 32 code points.</summary>
    public static JsonNode TextMin(string text) => Prefix(text, out _);

    /// <summary>An upper bound of a text: its first 32 code points and the greatest one; null when the cut cannot be bounded so.</summary>
    public static JsonNode? TextMax(string text)
    {
        var prefix = Prefix(text, out var next);
        if (next is null) return text;
        return next.Value.Value == GreatestCodePoint ? null : prefix + char.ConvertFromUtf32(GreatestCodePoint);
    }

    private static string Prefix(string text, out Rune? next)
    {
        var (length, count) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (count++ == TextPrefix)
            {
                next = rune;
                return text[..length];
            }

            length += rune.Utf16SequenceLength;
        }

        next = null;
        return text;
    }

    private static void Put(JsonObject into, IReadOnlyList<string> path, JsonNode value)
    {
        foreach (var name in path.SkipLast(1))
        {
            if (into[name] is not JsonObject inner) into[name] = inner = [];
            into = inner;
        }

        into[path[^1]] = value;
    }
}
