using CsCheck;
using Lakehouse.Features;
using Lakehouse.Online.Cassandra.Internal;
using Microsoft.Extensions.Time.Testing;

namespace Lakehouse.Online.Cassandra.Tests;

public sealed class RetentionTests
{
    private const long Second = 1_000_000;
    private const long Hour = 3_600 * Second;
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly long Now = Clock.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;

    [Fact]
    public void Seconds_RowOfAViewWithTimeToLive_EndsRetentionAndMarginAfterIt()
    {
        var seconds = Retention.Seconds(Row(Now - Hour), 3 * Hour, TimeSpan.FromHours(5), Clock);

        seconds.Should().Be((-1 + 3 + 5 + 1) * 3_600);
    }

    [Fact]
    public void Seconds_NoRetentionNoTimeToLiveOrRetracted_KeepsTheRow()
    {
        var kept = new[]
        {
            Retention.Seconds(Row(Now), Hour, retention: null, Clock), Retention.Seconds(Row(Now), timeToLiveMicros: null, TimeSpan.FromHours(1), Clock),
            Retention.Seconds(Row(eventTime: null), Hour, TimeSpan.FromHours(1), Clock), Retention.Seconds(Row(Now + (200_000 * Hour)), Hour, TimeSpan.FromHours(1), Clock),
        };

        kept.Should().OnlyContain(s => s == 0, "0 is no TTL");
    }

    [Semantics("7.61")]
    [Fact]
    public void Seconds_LaterEvent_NeverEndsBeforeAnEarlierOne()
    {
        var times = Gen.Long[-400_000 * Hour, 400_000 * Hour];

        Gen.Select(times, times, Gen.Long[1, 90_000 * Hour], Gen.Int[1, 50_000]).Sample((a, b, ttl, hours) =>
        {
            var (first, second) = (Life(Math.Min(a, b)), Life(Math.Max(a, b)));
            return first <= second;

            long Life(long age) => Retention.Seconds(Row(Now + age), ttl, TimeSpan.FromHours(hours), Clock) is var s && s == 0 ? long.MaxValue : s;
        });
    }

    [Semantics("7.61")]
    [Fact]
    public void Narrow_InstantsFurtherBackThanTheRetention_AreOutOfRange()
    {
        var marker = new OnlineMarker(Now - (10 * Hour), Now + Hour, 1, Now, null, "sha256:00");

        var narrowed = Retention.Narrow(marker, Hour, TimeSpan.FromHours(2), Clock);

        FeatureLookup.IsOutOfRange(narrowed, Now - (2 * Hour) - 1).Should().BeTrue();
        FeatureLookup.IsOutOfRange(narrowed, Now - (2 * Hour)).Should().BeFalse();
        Retention.Narrow(marker, timeToLiveMicros: null, TimeSpan.FromHours(2), Clock).Should().Be(marker);
        Retention.Narrow(marker, Hour, TimeSpan.FromHours(20), Clock).Should().Be(marker);
    }

    private static OnlineRow Row(long? eventTime) => new([Value.String("ORD")], 0, eventTime, [Value.Int64(1)], eventTime is null, 1);
}
