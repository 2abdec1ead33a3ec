using System.Globalization;

namespace Microsoft.Spark.Sql.Types;

/// <summary>A day of the proleptic Gregorian calendar, years 1 to 9999.</summary>
public class Date
{
    private readonly DateTime dateTime;

    /// <summary>The day of a date and time.</summary>
    public Date(DateTime dateTime) => this.dateTime = dateTime.Date;

    /// <summary>A day by its parts.</summary>
    public Date(int year, int month, int day) => dateTime = new DateTime(year, month, day);

    /// <summary>The year.</summary>
    public int Year => dateTime.Year;

    /// <summary>The month, 1 to 12.</summary>
    public int Month => dateTime.Month;

    /// <summary>The day of the month.</summary>
    public int Day => dateTime.Day;

    /// <summary>The day as midnight.</summary>
    public DateTime ToDateTime() => dateTime;

    /// <inheritdoc />
    public override string ToString() => dateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Date other && other.dateTime == dateTime;

    /// <inheritdoc />
    public override int GetHashCode() => dateTime.GetHashCode();
}
