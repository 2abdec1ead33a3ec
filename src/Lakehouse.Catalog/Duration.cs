using System.Globalization;

namespace Lakehouse.Catalog;

/// <summary>Lengths of time as settings and options write them: a whole number and <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>.</summary>
public static class Duration
{
    /// <summary>Reads for example <c>90s</c>, <c>30m</c>, <c>1h</c>, <c>2d</c> or <c>0</c>; false for any other text and for more than 10,000 days.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0") return true;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        var seconds = text[^1] switch { 's' => 1L, 'm' => 60L, 'h' => 3_600L, 'd' => 86_400L, _ => 0L };
        if (seconds == 0 || count > 10_000L * 86_400 / seconds) return false;
        duration = TimeSpan.FromSeconds(count * seconds);
        return true;
    }
}
