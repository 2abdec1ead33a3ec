namespace Cassandra.Internal.Execution;

/// <summary>Write times as the protocol counts them.</summary>
internal static class UnixMicros
{
    internal static long ToUnixMicros(this DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}
