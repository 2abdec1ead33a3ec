using System.Globalization;

namespace Lakehouse.Delta.Internal;

/// <summary>Days and microseconds since 1970-01-01 as .NET's dates and times, or, beyond its years 1 to 9999, as ISO 8601 text of the proleptic Gregorian calendar.</summary>
internal static class CivilTime
{
    private const long MicrosPerDay = 86_400_000_000;
    private static readonly int EpochDays = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static object Date(int days) => (long)days + EpochDays is >= 0 and var number && number <= DateOnly.MaxValue.DayNumber
        ? DateOnly.FromDayNumber((int)number)
        : DateText(days);

    /// <summary>A time of kind Unspecified, or a text that ends with <paramref name="zone"/>.</summary>
    public static object Timestamp(long micros, string zone)
    {
        var days = Math.DivRem(micros, MicrosPerDay, out var rest);
        if (rest < 0) (days, rest) = (days - 1, rest + MicrosPerDay);
        if (days + EpochDays is >= 0 and var number && number <= DateOnly.MaxValue.DayNumber)
            return DateOnly.FromDayNumber((int)number).ToDateTime(TimeOnly.MinValue).AddTicks(rest * TimeSpan.TicksPerMicrosecond);
        return $"{DateText(days)}T{new TimeOnly(rest * TimeSpan.TicksPerMicrosecond).ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}{zone}";
    }

    /// <summary>Year, month and day, by counting years from March in eras of 400.</summary>
    private static string DateText(long days)
    {
        const long daysPerEra = 146_097, marchOfYearZero = 719_468;
        var era = (long)Math.Floor((days + marchOfYearZero) / (double)daysPerEra);
        var dayOfEra = days + marchOfYearZero - (era * daysPerEra);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var monthFromMarch = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * monthFromMarch) + 2) / 5) + 1;
        var month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        var year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        return string.Create(CultureInfo.InvariantCulture, $"{(year < 0 ? "-" : "")}{Math.Abs(year):0000}-{month:00}-{day:00}");
    }
}
