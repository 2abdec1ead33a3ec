using System.Numerics;

namespace Lakehouse.Online.Cache;

/// <summary>A counter that all cores add to, each in a line of memory of its own.</summary>
internal sealed class HitCounter
{
    private const int Apart = 16;
    private static readonly int Cores = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Environment.ProcessorCount, 1, 64));
    private readonly long[] values = new long[(Cores + 1) * Apart];

    public long Sum
    {
        get
        {
            var sum = 0L;
            for (var core = 1; core <= Cores; core++) sum += Volatile.Read(ref values[core * Apart]);
            return sum;
        }
    }

    public void Add(long amount) => Interlocked.Add(ref values[((Thread.GetCurrentProcessorId() & (Cores - 1)) + 1) * Apart], amount);
}
