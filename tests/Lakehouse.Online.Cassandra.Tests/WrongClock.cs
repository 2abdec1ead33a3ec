using Cassandra;

namespace Lakehouse.Online.Cassandra.Tests;

/// <summary>The clock of a machine that is wrong by so much: what the driver puts on writes that carry no timestamp of their own.</summary>
internal sealed class WrongClock(TimeSpan by) : ITimestampGenerator
{
    public long Next() => (DateTimeOffset.UtcNow + by).ToUnixTimeMilliseconds() * 1_000;
}
