using Lakehouse.Pipelines.Internal.Watch;

namespace Lakehouse.Pipelines.Tests.Run;

public sealed class RhythmTests
{
    [Fact]
    public void SlowDown_NoData_DoublesTheStepUpToTheInterval()
    {
        var rhythm = new Rhythm(TimeSpan.FromSeconds(10));
        var steps = new List<double>();

        for (var run = 0; run < 6; run++)
        {
            steps.Add(rhythm.Step.TotalSeconds);
            rhythm.SlowDown();
        }

        steps.Should().Equal(1, 2, 4, 8, 10, 10);
        rhythm.Horizon.Should().Be(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void SpeedUp_AfterIdling_ExpectsTheNextRunInASecond()
    {
        var rhythm = new Rhythm(TimeSpan.FromMinutes(1));
        for (var run = 0; run < 6; run++) rhythm.SlowDown();

        rhythm.SpeedUp();

        rhythm.Horizon.Should().Be(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Took_LongerThanAnInterval_WritesAsFarAhead()
    {
        var rhythm = new Rhythm(TimeSpan.FromSeconds(1));

        rhythm.Took(TimeSpan.FromSeconds(5));
        rhythm.SpeedUp();

        rhythm.Horizon.Should().Be(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Took_AHistoryToCatchUpWith_SaysNothingAboutTheNextRun()
    {
        var rhythm = new Rhythm(TimeSpan.FromSeconds(1));

        rhythm.Took(TimeSpan.FromMinutes(20));
        rhythm.SpeedUp();

        rhythm.Horizon.Should().Be(TimeSpan.FromSeconds(2));
    }

    /// <summary>Semantics §2: gold grows to about 1 + H / interval. A batch writes again what lies between it and F, so F − now over the batches' distance is the growth beyond 1.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(1000)]
    public void Horizon_DataThatComeEvenly_IsAtMostTwiceTheirDistance(int seconds)
    {
        var rhythm = new Rhythm(TimeSpan.FromMinutes(10));
        double clock = 0, frontier = 0, beyond = 0;

        for (var now = 0.0; now <= 100 * seconds; now += 0.5)
        {
            var isNew = now % seconds == 0;
            if (!isNew && now - clock < rhythm.Step.TotalSeconds) continue;
            if (isNew) beyond = Math.Max(beyond, frontier - now);
            if (isNew) rhythm.SpeedUp();
            else rhythm.SlowDown();
            (clock, frontier) = (now, Math.Max(frontier, now + rhythm.Horizon.TotalSeconds));
        }

        beyond.Should().BeLessThanOrEqualTo((2 * seconds) + 2);
    }
}
