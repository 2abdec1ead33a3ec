using System.Collections.Concurrent;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>What a caller may do under one set of rules: its quota, and for each set that it asked for the answer.</summary>
internal sealed class CallerAccess(Policy policy, Caller caller, CallerBuckets buckets)
{
    private const int MostKept = 1_000;
    private const int LongestKept = 200;
    private readonly ConcurrentDictionary<string, bool> reads = new();

    public Policy Policy => policy;

    public CallerBuckets Buckets => buckets;

    public bool MayRead(string set)
    {
        if (reads.TryGetValue(set, out var may)) return may;
        may = policy.MayRead(caller, set);
        if (set.Length > LongestKept) return may;
        // Names are the callers' own: whoever makes many up must not fill the memory.
        if (reads.Count >= MostKept) reads.Clear();
        return reads[set] = may;
    }
}
