namespace Lakehouse.Catalog.Internal;

/// <summary>Instants as microseconds since the epoch.</summary>
internal static class Micros
{
    public static long ToMicros(this DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToInstant(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    /// <summary>A timestamp cell as the scan gives it: a DateTime of UTC ticks.</summary>
    public static long OfCell(object? cell) => (((DateTime)cell!).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
