namespace Cassandra.Tests.Policies;

public sealed class ReconnectionPolicyTests
{
    [Fact]
    public void Exponential_Schedule_DoublesUpToItsLimit()
    {
        var schedule = new ExponentialReconnectionPolicy(1000, 60_000).NewSchedule();

        var delays = Enumerable.Range(0, 100).Select(_ => schedule.NextDelayMs()).ToList();

        for (var i = 0; i < delays.Count; i++)
        {
            var ideal = Math.Min(60_000, 1000 * Math.Pow(2, i));
            delays[i].Should().BeInRange(Math.Max(1000, (long)(ideal * 0.85) - 1), Math.Min(60_000, (long)(ideal * 1.15) + 1));
        }
    }

    [Fact]
    public void Constant_Schedule_IsConstant() => new ConstantReconnectionPolicy(250).NewSchedule().NextDelayMs().Should().Be(250);

    [Fact]
    public void Fixed_Schedule_RepeatsItsLast()
    {
        var schedule = new FixedReconnectionPolicy(1, 2, 3).NewSchedule();

        Enumerable.Range(0, 5).Select(_ => schedule.NextDelayMs()).Should().Equal(1, 2, 3, 3, 3);
    }

    [Fact]
    public void Timestamps_OfManyThreads_AreDistinct()
    {
        var generator = new AtomicMonotonicTimestampGenerator();
        var seen = new System.Collections.Concurrent.ConcurrentBag<long>();

        Parallel.For(0, 10_000, _ => seen.Add(generator.Next()));

        seen.Distinct().Should().HaveCount(10_000);
    }
}
