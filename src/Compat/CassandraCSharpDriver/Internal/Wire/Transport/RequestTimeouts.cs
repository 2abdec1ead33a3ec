namespace Cassandra.Internal.Wire;

/// <summary>Gives up requests whose time is over, with one timer for all of a connection.</summary>
/// <remarks>
/// 1. The timer is set for the earliest deadline that was known when it was last set. A request only touches it when its own comes before: rare, as most have the same timeout.
/// 2. When it fires, all requests are looked at once and it is set for the earliest that is left. So a request costs one comparison, and every timeout is kept to the millisecond.
/// </remarks>
internal sealed class RequestTimeouts : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<PendingRequest> requests = [];
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private long next = long.MaxValue;

    public RequestTimeouts(TimeProvider time)
    {
        this.time = time;
        timer = time.CreateTimer(static self => ((RequestTimeouts)self!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>When a request that starts now is over; zero or less is never.</summary>
    public long DeadlineOf(long timeoutMillis) => timeoutMillis <= 0 ? long.MaxValue : time.GetTimestamp() + (timeoutMillis * (time.TimestampFrequency / 1000));

    /// <summary>Looks after a request object in all its uses.</summary>
    public void Add(PendingRequest request)
    {
        lock (gate) requests.Add(request);
    }

    /// <summary>Sees to it that the timer fires no later than a deadline.</summary>
    public void Watch(long deadline)
    {
        if (deadline >= Volatile.Read(ref next)) return;
        lock (gate)
        {
            if (deadline >= next) return;
            next = deadline;
            var wait = Math.Max(0, deadline - time.GetTimestamp());
            timer.Change(TimeSpan.FromMilliseconds((wait * 1000 / time.TimestampFrequency) + 1), Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => timer.Dispose();

    private void Sweep()
    {
        lock (gate)
        {
            // Whoever begins from here on watches anew; whoever began before is seen below.
            Interlocked.Exchange(ref next, long.MaxValue);
            var earliest = long.MaxValue;
            var now = time.GetTimestamp();
            foreach (var request in requests) earliest = Math.Min(earliest, request.Expire(now));
            if (earliest < long.MaxValue) Watch(earliest);
        }
    }
}
