namespace Lakehouse.Online.Internal.Failover;

/// <summary>A token bucket of extra reads: each read adds its share, each extra read takes one; a burst of some dozen is allowed.</summary>
internal sealed class ReadBudget(double share)
{
    private const long One = 1_000_000;
    private const long Most = 64 * One;
    private readonly long added = (long)(share * One);
    private long tokens = share > 0 ? Most : 0;

    public void Add()
    {
        if (Volatile.Read(ref tokens) < Most) Interlocked.Add(ref tokens, added);
    }

    public bool TryTake()
    {
        if (Interlocked.Add(ref tokens, -One) >= 0) return true;
        Interlocked.Add(ref tokens, One);
        return false;
    }
}
