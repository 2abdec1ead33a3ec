using System.Globalization;

namespace Lakehouse.Engine.DuckDb.Internal;

/// <summary>Microseconds since the epoch beside .NET's times.</summary>
internal static class Instant
{
    private static readonly long Least = (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long Greatest = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The wall clock.</summary>
    public static long NowMicros(TimeProvider clock) => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The UTC time; what lies outside .NET's range becomes its nearest end.</summary>
    public static DateTime ToUtc(long micros) => DateTime.UnixEpoch.AddTicks(Math.Clamp(micros, Least, Greatest) * TimeSpan.TicksPerMicrosecond);

    /// <summary>ISO 8601 with six digits and Z.</summary>
    public static string ToText(long micros) => ToUtc(micros).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
