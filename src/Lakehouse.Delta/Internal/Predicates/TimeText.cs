using System.Globalization;
using System.Text.RegularExpressions;

namespace Lakehouse.Delta.Internal.Predicates;

/// <summary>Dates and times as SQL and ISO 8601 write them, to the microsecond.</summary>
internal static partial class TimeText
{
    /// <summary>The time in UTC, which a text without a zone is taken to be in, and whether it has a zone; null when the text is no date or time.</summary>
    public static (DateTime Utc, bool HasZone)? TryParse(string text)
    {
        if (Form().Match(text) is not { Success: true } match) return null;
        var fraction = match.Groups["fraction"].Value.TrimEnd('0');
        if (fraction.Length > 6) return null;
        var clock = match.Groups["minute"].Success ? match.Groups["minute"].Value : "00:00";
        var seconds = match.Groups["second"].Success ? match.Groups["second"].Value : "00";
        if (!DateTime.TryParseExact(
            $"{match.Groups["date"].Value} {clock}:{seconds}", "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)) return null;
        var zone = match.Groups["zone"].Value;
        var ticks = time.Ticks + (long.Parse("0" + fraction.PadRight(6, '0'), CultureInfo.InvariantCulture) * TimeSpan.TicksPerMicrosecond) - Offset(zone).Ticks;
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks ? null : (new DateTime(ticks, DateTimeKind.Utc), zone.Length > 0);
    }

    private static TimeSpan Offset(string zone)
    {
        if (zone.Length == 0 || zone[0] is not ('+' or '-')) return TimeSpan.Zero;
        var minutes = zone.Length > 3 ? int.Parse(zone[^2..], CultureInfo.InvariantCulture) : 0;
        var offset = new TimeSpan(int.Parse(zone[1..3], CultureInfo.InvariantCulture), minutes, 0);
        return zone[0] == '-' ? -offset : offset;
    }

    [GeneratedRegex(
        @"^\s*(?<date>\d{4}-\d\d-\d\d)(?:[T ](?<minute>\d\d:\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d{1,9}))?)?)?\s*(?<zone>Z|UTC|[+-]\d\d(?::?\d\d)?)?\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
