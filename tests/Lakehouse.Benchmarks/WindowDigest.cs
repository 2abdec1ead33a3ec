namespace Lakehouse.Benchmarks;

/// <summary>All results of a computation in two numbers that do not depend on the order of rows: a hash of each row, added up.</summary>
internal sealed class WindowDigest
{
    private const ulong Null = 0x9e3779b97f4a7c15;

    /// <summary>Over key, instant, counts, sums, minima and maxima.</summary>
    public ulong Exact { get; private set; }

    /// <summary>The same with means and deviations, bit for bit.</summary>
    public ulong Full { get; private set; }

    public long Rows { get; private set; }

    /// <summary>Takes a row.</summary>
    /// <param name="key">Hash of the key; see <see cref="Hash"/>.</param>
    /// <param name="instant">In microseconds.</param>
    /// <param name="integers">By window: count, sum, least, greatest.</param>
    /// <param name="reals">By window: mean, deviation.</param>
    public void Add(ulong key, long instant, ReadOnlySpan<long?> integers, ReadOnlySpan<double?> reals)
    {
        var hash = Mix(key, (ulong)instant);
        foreach (var value in integers) hash = Mix(hash, value is { } v ? (ulong)v : Null);
        Exact += hash;
        foreach (var value in reals) hash = Mix(hash, value is { } v ? BitConverter.DoubleToUInt64Bits(v) : Null);
        Full += hash;
        Rows++;
    }

    /// <summary>Takes the rows of the bare loop.</summary>
    public void Add(SortedEvents events, BareBlock block)
    {
        var windows = block.Counts.Length;
        var (integers, reals) = (new long?[4 * windows], new double?[2 * windows]);
        for (var row = 0; row < block.Count; row++)
        {
            for (var w = 0; w < windows; w++)
            {
                var count = block.Counts[w][row];
                integers[4 * w] = count;
                integers[4 * w + 1] = block.Sums[w][row];
                integers[4 * w + 2] = count > 0 ? block.Least[w][row] : null;
                integers[4 * w + 3] = count > 0 ? block.Greatest[w][row] : null;
                reals[2 * w] = count > 0 ? block.Means[w][row] : null;
                reals[2 * w + 1] = count > 1 ? block.Deviations[w][row] : null;
            }

            Add(Hash(events.Keys[block.Keys[row]]), block.At[row], integers, reals);
        }
    }

    public static ulong Hash(ReadOnlySpan<byte> key)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in key) hash = (hash ^ unit) * 1099511628211UL;
        return hash;
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * 0xff51afd7ed558ccdUL;
        return hash ^ (hash >> 32);
    }
}
