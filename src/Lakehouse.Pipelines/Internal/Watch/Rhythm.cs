namespace Lakehouse.Pipelines.Internal.Watch;

/// <summary>When a contract's views run next, and how far ahead they write.</summary>
/// <remarks>
/// 1. The step is the time after which the next run is expected. Each run writes gold up to its clock plus two steps, so one run may come late and gold does not run dry.
/// 2. New data set the step to its least: the time that the last run took and a quarter of it, at least a quarter of a second. So there is a pause between two runs, however much comes.
///    Each run without data doubles the step, up to the interval.
/// 3. So data that come evenly, at whatever distance, meet a step of about that distance at most, and gold grows to about 1 + H / step = 3 times a full run's rows at most,
///    while an idle lake commits once an interval.
/// </remarks>
internal sealed class Rhythm(TimeSpan interval)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(1);

    private TimeSpan least = Second;

    /// <summary>The time after which the next run is expected.</summary>
    public TimeSpan Step { get; private set; } = Second;

    /// <summary>H of a run now.</summary>
    public TimeSpan Horizon => Step * 2;

    /// <summary>The time after which new data are taken, from the beginning of the last run; at most a second.</summary>
    public TimeSpan LeastDistance => least < Second ? least : Second;

    /// <summary>The run at hand has new data.</summary>
    public void SpeedUp() => Step = least;

    /// <summary>The run at hand only moves the clock.</summary>
    public void SlowDown()
    {
        Step *= 2;
        if (Step > interval) Step = interval;
        if (Step < least) Step = least;
    }

    /// <summary>A run has ended: the next one cannot be expected sooner than another takes. One that had a history to catch up with says nothing about the next.</summary>
    public void Took(TimeSpan elapsed) => least = elapsed > LongestRun ? Second : elapsed > Second ? elapsed : elapsed * 1.25 > Shortest ? elapsed * 1.25 : Shortest;
}
