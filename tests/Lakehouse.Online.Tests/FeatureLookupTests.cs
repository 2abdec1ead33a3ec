using Lakehouse.Features;
using Lakehouse.Online.Conformance;

namespace Lakehouse.Online.Tests;

public sealed class FeatureLookupTests
{
    private const long Hour = 3_600_000_000;

    [Semantics("2.3")]
    [Theory]
    [InlineData(0, FeatureStatus.Present)]
    [InlineData(Hour, FeatureStatus.Present)]
    [InlineData(Hour + 1, FeatureStatus.Expired)]
    [InlineData(long.MaxValue, FeatureStatus.Expired)]
    public void StatusOf_AgeAgainstTimeToLive_ExpiresOnlyBeyondIt(long at, FeatureStatus expected)
    {
        var view = SampleViews.Simple(timeToLiveMicros: Hour);

        var status = FeatureLookup.StatusOf(view, Row(Value.Int64(1)), 0, at);

        status.Should().Be(expected);
    }

    [Semantics("2.3")]
    [Fact]
    public void StatusOf_ExpiredNull_IsExpired() =>
        FeatureLookup.StatusOf(SampleViews.Simple(timeToLiveMicros: 1), Row(Value.Null), 0, 2).Should().Be(FeatureStatus.Expired);

    [Semantics("2.3")]
    [Fact]
    public void StatusOf_NullValue_IsNull() => FeatureLookup.StatusOf(SampleViews.Simple(), Row(Value.Null), 0, long.MaxValue).Should().Be(FeatureStatus.Null);

    [Semantics("2.3")]
    [Fact]
    public void StatusOf_NoRowOrRetracted_IsAbsent()
    {
        var view = SampleViews.Simple();

        FeatureLookup.StatusOf(view, row: null, 0, 1).Should().Be(FeatureStatus.Absent);
        FeatureLookup.StatusOf(view, Row(Value.Null) with { Retracted = true, EventTimeMicros = null }, 0, 1).Should().Be(FeatureStatus.Absent);
    }

    [Semantics("2.10")]
    [Theory]
    [InlineData(99, true, false)]
    [InlineData(100, false, false)]
    [InlineData(200, false, false)]
    [InlineData(201, false, true)]
    public void Range_AroundMarker_IsExact(long at, bool outOfRange, bool stale)
    {
        var marker = new OnlineMarker(100, 200, 1, 1, null, "");

        (FeatureLookup.IsOutOfRange(marker, at), FeatureLookup.IsStale(marker, at)).Should().Be((outOfRange, stale));
    }

    [Semantics("2.10")]
    [Fact]
    public void Range_BeforeFirstSync_IsStaleNotOutOfRange() =>
        (FeatureLookup.IsOutOfRange(marker: null, 1), FeatureLookup.IsStale(marker: null, 1)).Should().Be((false, true));

    private static OnlineRow Row(Value value) => new([Value.String("ORD")], 0, 0, [value], Retracted: false, 1);
}
