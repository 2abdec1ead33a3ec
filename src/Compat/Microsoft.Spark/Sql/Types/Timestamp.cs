using System.Globalization;

namespace Microsoft.Spark.Sql.Types;

/// <summary>An instant in UTC with microseconds, years 1 to 9999.</summary>
public class Timestamp
{
    private readonly DateTime dateTime;

    /// <summary>An instant.</summary>
    /// <exception cref="InvalidTimeZoneException">The kind is not UTC.</exception>
    public Timestamp(DateTime dateTime)
    {
        if (dateTime.Kind != DateTimeKind.Utc) throw new InvalidTimeZoneException($"A Timestamp is made of a UTC date and time, not of one of kind {dateTime.Kind}.");
        this.dateTime = dateTime;
    }

    /// <summary>An instant by its parts in UTC.</summary>
    public Timestamp(int year, int month, int day, int hour, int minute, int second, int microsecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(microsecond);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(microsecond, 999_999);
        dateTime = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).AddTicks(microsecond * 10L);
    }

    /// <summary>The year.</summary>
    public int Year => dateTime.Year;

    /// <summary>The month, 1 to 12.</summary>
    public int Month => dateTime.Month;

    /// <summary>The day of the month.</summary>
    public int Day => dateTime.Day;

    /// <summary>The hour, 0 to 23.</summary>
    public int Hour => dateTime.Hour;

    /// <summary>The minute.</summary>
    public int Minute => dateTime.Minute;

    /// <summary>The second.</summary>
    public int Second => dateTime.Second;

    /// <summary>The microseconds within the second.</summary>
    public int Microsecond => (int)(dateTime.Ticks % TimeSpan.TicksPerSecond / 10);

    /// <summary>The instant as a UTC date and time.</summary>
    public DateTime ToDateTime() => dateTime;

    /// <inheritdoc />
    public override string ToString() => dateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Timestamp other && other.dateTime == dateTime;

    /// <inheritdoc />
    public override int GetHashCode() => dateTime.GetHashCode();
}
