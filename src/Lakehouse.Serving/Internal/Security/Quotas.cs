using Lakehouse.Catalog.Security;

namespace Lakehouse.Serving.Internal.Security;

/// <summary>What a caller has left of its quota; null where it has none.</summary>
internal sealed record CallerBuckets(CallerQuota? Quota, TokenBucket? Calls, TokenBucket? Keys)
{
    public static CallerBuckets Free { get; } = new(Quota: null, Calls: null, Keys: null);
}

/// <summary>The buckets of callers by name: several credentials of one caller share them, and they outlive a change of rules that leaves the caller's quota as it was.</summary>
internal sealed class Quotas(TimeProvider clock)
{
    private const int MostCallers = 20_000;
    private readonly GenerationCache<string, CallerBuckets> callers = new(MostCallers);

    public CallerBuckets Of(string caller, CallerQuota? quota)
    {
        if (quota is null) return CallerBuckets.Free;
        if (callers.TryGet(caller, out var known) && known.Quota == quota) return known;
        return callers.Set(caller, new(quota, Bucket(quota.CallsPerSecond), Bucket(quota.KeysPerSecond)));
    }

    private TokenBucket? Bucket(int? perSecond) => perSecond is { } rate ? new(rate, clock) : null;
}
