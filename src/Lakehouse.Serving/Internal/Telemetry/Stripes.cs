using System.Numerics;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>Counters that many threads add to at once: every core has its own, and only a reader sums them.</summary>
/// <remarks>Cores are kept two cache lines apart, since the hardware fetches lines in pairs. A thread that is moved in between adds to another core's counter, so additions are atomic all the same.</remarks>
internal sealed class Stripes
{
    private const int Apart = 16;
    private static readonly int Cores = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Environment.ProcessorCount, 1, 64));
    private readonly long[] values;
    private readonly int width;

    public Stripes(int counters)
    {
        width = counters + Apart;
        values = new long[(Cores * width) + Apart];
    }

    public void Add(int counter, long amount) => Interlocked.Add(ref values[Apart + ((Thread.GetCurrentProcessorId() & (Cores - 1)) * width) + counter], amount);

    public long Sum(int counter)
    {
        var sum = 0L;
        for (var core = 0; core < Cores; core++) sum += Volatile.Read(ref values[Apart + (core * width) + counter]);
        return sum;
    }
}
