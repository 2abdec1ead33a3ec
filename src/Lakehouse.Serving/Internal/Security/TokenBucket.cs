namespace Lakehouse.Serving.Internal.Security;

/// <summary>A rate that is kept on average, with one second's worth at once; without locks and without allocation.</summary>
/// <remarks>
/// 1. One number stands for the bucket: the instant at which it is full again. Taking moves it on by the time that what is taken needs to come back.
/// 2. A call is let in while there is one token, and may take more than there are: a batch larger than a second's worth passes, and the debt is waited for afterwards.
/// </remarks>
internal sealed class TokenBucket(int perSecond, TimeProvider clock)
{
    private readonly double ticksEach = (double)clock.TimestampFrequency / perSecond;
    private readonly long capacity = clock.TimestampFrequency;
    private long fullAt = clock.GetTimestamp();

    /// <summary>Takes tokens now; or says how long to wait until there is one.</summary>
    public bool TryTake(int tokens, out TimeSpan wait) => TryTake(tokens, clock.GetTimestamp(), out wait);

    /// <summary>Takes tokens at an instant of the clock's timestamps; or says how long to wait until there is one.</summary>
    public bool TryTake(int tokens, long now, out TimeSpan wait)
    {
        while (true)
        {
            var before = Volatile.Read(ref fullAt);
            var from = Math.Max(before, now);
            var missing = from + (long)ticksEach - now - capacity;
            if (missing > 0)
            {
                wait = clock.GetElapsedTime(0, missing);
                return false;
            }

            if (Interlocked.CompareExchange(ref fullAt, from + (long)(ticksEach * tokens), before) != before) continue;
            wait = TimeSpan.Zero;
            return true;
        }
    }
}
