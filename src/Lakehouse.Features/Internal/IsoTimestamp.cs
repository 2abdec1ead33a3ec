namespace Lakehouse.Features.Internal;

/// <summary>ISO 8601 dates and times in UTF-8, exact to the microsecond.</summary>
/// <remarks>
/// <c>yyyy-MM-dd</c>, then <c>T</c> or a space, <c>HH:mm</c>, optionally <c>:ss</c> and a fraction, then optionally <c>Z</c>, <c>±HH</c>, <c>±HHmm</c> or <c>±HH:mm</c>.
/// Digits beyond microseconds must be zero; a leap second is refused.
/// </remarks>
internal static class IsoTimestamp
{
    private const int DateLength = 10;
    private const int FractionDigits = 6;
    private const long MicrosPerMinute = 60_000_000;
    private const int MaxOffsetHours = 18;

    /// <summary>Reads a date as days since 1970-01-01.</summary>
    public static bool TryReadDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        if (text.Length != DateLength || text[4] != '-' || text[7] != '-') return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..], out var day)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        days = new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        return true;
    }

    /// <summary>Reads a date and time.</summary>
    /// <param name="text">The text.</param>
    /// <param name="localMicros">The wall-clock time as if it were UTC.</param>
    /// <param name="offsetMicros">The offset from UTC, or null where the text has none.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out long localMicros, out long? offsetMicros)
    {
        localMicros = 0;
        offsetMicros = null;
        if (text.Length < 16 || !TryReadDate(text[..DateLength], out var days) || text[DateLength] is not ((byte)'T' or (byte)' ') || text[13] != ':') return false;
        if (!TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute) || hour > 23 || minute > 59) return false;
        var rest = text[16..];
        var second = 0;
        long fraction = 0;
        if (rest is [(byte)':', ..])
        {
            if (rest.Length < 3 || !TryDigits(rest[1..3], out second) || second > 59) return false;
            rest = rest[3..];
            if (rest is [(byte)'.', ..] && !TryFraction(ref rest, out fraction)) return false;
        }

        if (!TryOffset(rest, out offsetMicros)) return false;
        localMicros = (((((days * 24L) + hour) * 60) + minute) * MicrosPerMinute) + (second * 1_000_000L) + fraction;
        return true;
    }

    /// <summary>
    /// The instant of a wall-clock time in a zone: where the clock was set back, the earlier of the two; false where it was set forward and the time never was.
    /// </summary>
    public static bool TryToUtc(long localMicros, TimeZoneInfo zone, out long utcMicros)
    {
        utcMicros = 0;
        var local = DateTime.UnixEpoch.AddTicks(localMicros * TimeSpan.TicksPerMicrosecond);
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local)) return false;
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        utcMicros = localMicros - (offset.Ticks / TimeSpan.TicksPerMicrosecond);
        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> rest, out long micros)
    {
        micros = 0;
        var digits = rest[1..];
        var end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (end >= 0) digits = digits[..end];
        if (digits.IsEmpty) return false;
        rest = rest[(1 + digits.Length)..];
        for (var i = 0; i < Math.Max(digits.Length, FractionDigits); i++)
        {
            var digit = i < digits.Length ? digits[i] - '0' : 0;
            if (i < FractionDigits) micros = (micros * 10) + digit;
            else if (digit != 0) return false;
        }

        return true;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out long? micros)
    {
        micros = null;
        if (text.IsEmpty) return true;
        if (text is [(byte)'Z'])
        {
            micros = 0;
            return true;
        }

        if (text[0] is not ((byte)'+' or (byte)'-') || text.Length is not (3 or 5 or 6) || (text.Length == 6 && text[3] != ':')) return false;
        var minute = 0;
        if (!TryDigits(text[1..3], out var hour) || (text.Length > 3 && !TryDigits(text[^2..], out minute)) || hour > MaxOffsetHours || minute > 59) return false;
        micros = ((hour * 60) + minute) * MicrosPerMinute * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9') return false;
            number = (number * 10) + (c - '0');
        }

        return true;
    }
}
