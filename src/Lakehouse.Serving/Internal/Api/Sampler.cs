namespace Lakehouse.Serving.Internal;

/// <summary>Lets one event a second through and counts the others.</summary>
internal sealed class Sampler(TimeProvider clock)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private long? passed;
    private long waiting;

    /// <summary>True when this event is to be told.</summary>
    /// <param name="count">How many there were since the last that was told, this one included.</param>
    public bool TryPass(out long count)
    {
        lock (gate)
        {
            count = ++waiting;
            if (passed is { } last && clock.GetElapsedTime(last) < Period) return false;
            (passed, waiting) = (clock.GetTimestamp(), 0);
            return true;
        }
    }
}
