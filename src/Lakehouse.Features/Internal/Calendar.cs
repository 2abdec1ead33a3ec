namespace Lakehouse.Features.Internal;

/// <summary>The proleptic Gregorian calendar on days since 1970-01-01, for any 64-bit instant.</summary>
internal static class Calendar
{
    internal const long DayMicros = 86_400_000_000;

    /// <summary>0001-01-01T00:00:00Z.</summary>
    internal const long MinMicros = -62_135_596_800_000_000;

    /// <summary>9999-12-31T23:59:59.999999Z.</summary>
    internal const long MaxMicros = 253_402_300_799_999_999;

    internal static long FloorDivide(long dividend, long divisor)
    {
        var quotient = dividend / divisor;
        return dividend % divisor < 0 ? quotient - 1 : quotient;
    }

    internal static long TimeOfDay(long micros) => micros - FloorDivide(micros, DayMicros) * DayMicros;

    /// <summary>Year, month and day of a day number.</summary>
    /// <remarks>
    /// 1. Count days from 0000-03-01, so that the leap day is the last of its year.
    /// 2. Every 400 years have 146,097 days: find the era, then the year of the era, then the day of that year.
    /// 3. From March on, month lengths repeat 31, 30, 31, 30, 31: month = (5 · day + 2) / 153.
    /// </remarks>
    internal static (long Year, int Month, int Day) Civil(long days)
    {
        var shifted = days + 719_468;
        var era = FloorDivide(shifted, 146_097);
        var dayOfEra = (int)(shifted - era * 146_097);
        var yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var marchMonth = (5 * dayOfYear + 2) / 153;
        var month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1);
    }

    internal static int DayOfYear(long days)
    {
        var (year, month, day) = Civil(days);
        var leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return (275 * month / 9) - (month > 2 ? (leap ? 1 : 2) : 0) + day - 30;
    }
}
