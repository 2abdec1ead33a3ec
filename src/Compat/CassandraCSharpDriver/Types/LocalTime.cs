namespace Cassandra;

/// <summary>A time of day without a zone, to the nanosecond.</summary>
public class LocalTime : IComparable<LocalTime>, IEquatable<LocalTime>
{
    private const long NanosPerSecond = 1_000_000_000;
    private const long NanosPerMinute = 60 * NanosPerSecond;
    private const long NanosPerHour = 60 * NanosPerMinute;
    private const long NanosPerDay = 24 * NanosPerHour;

    /// <summary>The time so many nanoseconds after midnight.</summary>
    public LocalTime(long totalNanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(totalNanoseconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(totalNanoseconds, NanosPerDay);
        TotalNanoseconds = totalNanoseconds;
    }

    /// <summary>The time of a clock; <paramref name="nanoseconds"/> are those of the second.</summary>
    public LocalTime(int hour, int minute, int second, int nanoseconds)
        : this((hour * NanosPerHour) + (minute * NanosPerMinute) + (second * NanosPerSecond) + nanoseconds)
    {
    }

    /// <summary>Nanoseconds since midnight.</summary>
    public long TotalNanoseconds { get; }

    /// <summary>The hour, 0 to 23.</summary>
    public int Hour => (int)(TotalNanoseconds / NanosPerHour);

    /// <summary>The minute of the hour.</summary>
    public int Minute => (int)(TotalNanoseconds / NanosPerMinute % 60);

    /// <summary>The second of the minute.</summary>
    public int Second => (int)(TotalNanoseconds / NanosPerSecond % 60);

    /// <summary>The nanoseconds of the second.</summary>
    public int Nanoseconds => (int)(TotalNanoseconds % NanosPerSecond);

    /// <inheritdoc/>
    public int CompareTo(LocalTime? other) => other is null ? 1 : TotalNanoseconds.CompareTo(other.TotalNanoseconds);

    /// <inheritdoc/>
    public bool Equals(LocalTime? other) => other is not null && TotalNanoseconds == other.TotalNanoseconds;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LocalTime);

    /// <inheritdoc/>
    public override int GetHashCode() => TotalNanoseconds.GetHashCode();

    /// <summary>The time as CQL writes it.</summary>
    public override string ToString() => $"{Hour:00}:{Minute:00}:{Second:00}.{Nanoseconds:000000000}";
}
