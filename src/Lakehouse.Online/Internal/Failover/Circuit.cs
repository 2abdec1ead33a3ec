using Lakehouse.Online.Failover;

namespace Lakehouse.Online.Internal.Failover;

/// <summary>Whether one store is asked: closed while it answers, open after failures in a row, closed again by a check that succeeds.</summary>
/// <remarks>No lookup is spent on finding out whether a store is back: while a circuit is open, one caller per interval is told to check in the background.</remarks>
internal sealed class Circuit(FailoverOptions options, TimeProvider clock)
{
    private readonly Lock gate = new();
    private volatile bool isOpen;
    private volatile int failures;
    private long checkedAt;

    public bool IsClosed => !isOpen;

    /// <summary>Notes an answer.</summary>
    /// <returns>True when the circuit was open and is closed by this.</returns>
    public bool Succeed()
    {
        if (failures == 0) return false;
        lock (gate)
        {
            var wasOpen = isOpen;
            failures = 0;
            isOpen = false;
            return wasOpen;
        }
    }

    /// <summary>Notes a failure.</summary>
    /// <returns>True when the circuit was closed and is opened by this.</returns>
    public bool Fail()
    {
        lock (gate)
        {
            checkedAt = clock.GetTimestamp();
            if (isOpen || ++failures < options.FailuresToOpen) return false;
            isOpen = true;
            return true;
        }
    }

    /// <summary>True for one caller per interval while the circuit is open: it then checks the store.</summary>
    public bool MayCheck()
    {
        if (!isOpen) return false;
        lock (gate)
        {
            if (!isOpen || clock.GetElapsedTime(checkedAt) < options.CheckEvery) return false;
            checkedAt = clock.GetTimestamp();
            return true;
        }
    }
}
