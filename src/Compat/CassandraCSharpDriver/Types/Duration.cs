namespace Cassandra;

/// <summary>A span of months, days and nanoseconds, which have no common measure.</summary>
public readonly struct Duration : IEquatable<Duration>
{
    /// <summary>A duration; all parts have the same sign.</summary>
    public Duration(int months, int days, long nanoseconds)
    {
        if ((months < 0 || days < 0 || nanoseconds < 0) && (months > 0 || days > 0 || nanoseconds > 0))
        {
            throw new ArgumentException("The months, days and nanoseconds of a duration must have the same sign");
        }

        Months = months;
        Days = days;
        Nanoseconds = nanoseconds;
    }

    /// <summary>Its months.</summary>
    public int Months { get; }

    /// <summary>Its days.</summary>
    public int Days { get; }

    /// <summary>Its nanoseconds.</summary>
    public long Nanoseconds { get; }

    /// <summary>Whether all parts are equal.</summary>
    public static bool operator ==(Duration a, Duration b) => a.Equals(b);

    /// <summary>Whether a part differs.</summary>
    public static bool operator !=(Duration a, Duration b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(Duration other) => (Months, Days, Nanoseconds) == (other.Months, other.Days, other.Nanoseconds);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Duration other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Months, Days, Nanoseconds);

    /// <summary>The duration as CQL writes it, for example 1mo2d3ns.</summary>
    public override string ToString()
    {
        var sign = Months < 0 || Days < 0 || Nanoseconds < 0 ? "-" : "";
        return $"{sign}{Math.Abs((long)Months)}mo{Math.Abs((long)Days)}d{Math.Abs((decimal)Nanoseconds)}ns";
    }
}
