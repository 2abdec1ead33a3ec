namespace Lakehouse.Serving.Internal.Security;

/// <summary>Instants as microseconds since the epoch.</summary>
internal static class Instants
{
    public static long NowMicros(this TimeProvider clock) => clock.GetUtcNow().ToMicros();

    public static long ToMicros(this DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}
