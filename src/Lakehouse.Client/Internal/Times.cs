namespace Lakehouse.Client.Internal;

/// <summary>Microseconds since 1970-01-01 UTC and days since 1970-01-01, to and from .NET's types.</summary>
internal static class Times
{
    public static long Micros(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Time(long micros) => DateTimeOffset.UnixEpoch.AddTicks(checked(micros * TimeSpan.TicksPerMicrosecond));

    public static long Days(DateOnly date) => date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static DateOnly Date(long days) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(checked((int)days));
}
