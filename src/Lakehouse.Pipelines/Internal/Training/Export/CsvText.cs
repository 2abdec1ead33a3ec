using System.Buffers;
using System.Globalization;

namespace Lakehouse.Pipelines.Internal.Training.Export;

/// <summary>Values as the text of a CSV field.</summary>
internal static class CsvText
{
    private const int LongestNumber = 64;

    /// <summary>A number; floating point is the shortest text that reads back to the same bits.</summary>
    public static void Write<T>(ArrayBufferWriter<byte> text, T value)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(text.GetSpan(LongestNumber), out var written, default, CultureInfo.InvariantCulture);
        text.Advance(written);
    }

    public static void WriteDecimal(ArrayBufferWriter<byte> text, long unscaled, int scale)
    {
        var digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        WriteAscii(text, $"{(unscaled < 0 ? "-" : "")}{digits[..^scale]}{(scale == 0 ? "" : ".")}{digits[^scale..]}");
    }

    public static void WriteTimestamp(ArrayBufferWriter<byte> text, long micros, ReadOnlySpan<byte> zone)
    {
        var time = DateTime.UnixEpoch.AddTicks(checked(micros * TimeSpan.TicksPerMicrosecond));
        time.TryFormat(text.GetSpan(LongestNumber), out var written, "yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        text.Advance(written);
        text.Write(zone);
    }

    public static void WriteDate(ArrayBufferWriter<byte> text, int days)
    {
        var date = DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(days);
        date.TryFormat(text.GetSpan(LongestNumber), out var written, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        text.Advance(written);
    }

    public static string List(double?[] list) => $"[{string.Join(',', list.Select(x => x?.ToString(CultureInfo.InvariantCulture) ?? "null"))}]";

    private static void WriteAscii(ArrayBufferWriter<byte> text, string ascii)
    {
        System.Text.Encoding.ASCII.GetBytes(ascii, text.GetSpan(ascii.Length));
        text.Advance(ascii.Length);
    }
}
