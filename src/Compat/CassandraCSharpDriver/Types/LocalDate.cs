namespace Cassandra;

/// <summary>A day of the proleptic Gregorian calendar without a zone.</summary>
public class LocalDate : IComparable<LocalDate>, IEquatable<LocalDate>
{
    /// <summary>What the wire calls the first day of 1970.</summary>
    internal const uint Epoch = 1u << 31;

    private const int DaysPerEra = 146_097;
    private const int YearsPerEra = 400;

    /// <summary>1970-01-01 in days since 0000-03-01, where an era of leap years begins.</summary>
    private const int EpochInEras = 719_468;

    private readonly uint days;

    /// <summary>A day of the calendar; the year 0 is 1 BC.</summary>
    public LocalDate(int year, int month, int day)
        : this((uint)(Epoch + DaysOf(year, month, day)))
    {
    }

    /// <summary>The day that the wire writes with this number.</summary>
    internal LocalDate(uint daysSinceEpochCentered)
    {
        days = daysSinceEpochCentered;
        (Year, Month, Day) = OfDays((long)days - Epoch);
    }

    /// <summary>The year.</summary>
    public int Year { get; }

    /// <summary>The month, 1 to 12.</summary>
    public int Month { get; }

    /// <summary>The day of the month.</summary>
    public int Day { get; }

    /// <summary>The number that the wire writes.</summary>
    internal uint DaysSinceEpochCentered => days;

    /// <inheritdoc/>
    public int CompareTo(LocalDate? other) => other is null ? 1 : days.CompareTo(other.days);

    /// <inheritdoc/>
    public bool Equals(LocalDate? other) => other is not null && days == other.days;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LocalDate);

    /// <inheritdoc/>
    public override int GetHashCode() => days.GetHashCode();

    /// <summary>The day as CQL writes it.</summary>
    public override string ToString() => $"{Year:0000}-{Month:00}-{Day:00}";

    /// <summary>Days since 1970-01-01: years start in March, so that a leap day is the last of its year.</summary>
    private static long DaysOf(int year, int month, int day)
    {
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(LeapLike(year), month)) throw new ArgumentOutOfRangeException(nameof(day), "No such day in the calendar");
        var y = month <= 2 ? year - 1L : year;
        var era = Math.DivRem(y, YearsPerEra, out var yearOfEra);
        if (yearOfEra < 0) (era, yearOfEra) = (era - 1, yearOfEra + YearsPerEra);
        var dayOfYear = (((153 * ((month + 9) % 12)) + 2) / 5) + day - 1;
        return (era * DaysPerEra) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - EpochInEras;
    }

    private static (int Year, int Month, int Day) OfDays(long sinceEpoch)
    {
        var shifted = sinceEpoch + EpochInEras;
        var era = (shifted >= 0 ? shifted : shifted - DaysPerEra + 1) / DaysPerEra;
        var dayOfEra = shifted - (era * DaysPerEra);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shiftedMonth = ((5 * dayOfYear) + 2) / 153;
        var month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        var year = yearOfEra + (era * YearsPerEra) + (month <= 2 ? 1 : 0);
        return ((int)year, (int)month, (int)(dayOfYear - (((153 * shiftedMonth) + 2) / 5) + 1));
    }

    /// <summary>A year that .NET knows, with as many days as this one.</summary>
    private static int LeapLike(int year) => 2000 + (((year % YearsPerEra) + YearsPerEra) % YearsPerEra);
}
