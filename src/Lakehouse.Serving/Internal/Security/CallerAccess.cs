using System.Collections.Concurrent;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>What a caller may do under one set of rules: its quota, and for each set that it asked for the answer.</summary>
internal sealed class CallerAccess(Policy policy, Caller caller, CallerBuckets buckets)
{
    private const int MostKept = 1_000;
    private const int LongestKept = 200;
    private readonly ConcurrentDictionary<string, bool> reads = new();

    /// <summary>A set that may be read, as it was last asked for.</summary>
    private volatile string? latest;

    public Policy Policy => policy;

    public CallerBuckets Buckets => buckets;

    public bool MayRead(string set)
    {
        // Most callers read one set, whose name is one object on the short way.
        if (ReferenceEquals(latest, set)) return true;
        if (!reads.TryGetValue(set, out var may))
        {
            may = policy.MayRead(caller, set);
            if (set.Length > LongestKept) return may;
            // Names are the callers' own: whoever makes many up must not fill the memory.
            if (reads.Count >= MostKept) reads.Clear();
            reads[set] = may;
        }

        if (may) latest = set;
        return may;
    }
}
