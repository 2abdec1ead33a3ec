using Lakehouse.Online;
using Lakehouse.Serving.Internal.Warm;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal;

/// <summary>Ready once warmed up, while the store can be read and the server is not draining.</summary>
internal sealed class ReadinessCheck(IOnlineReader store, WarmUp warmUp, Drain drain, ILogger<ReadinessCheck> log) : IHealthCheck
{
    /// <summary>A store that does not answer within this time is no store that can be read.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (drain.IsDraining) return HealthCheckResult.Unhealthy("draining");
        if (!warmUp.IsDone) return HealthCheckResult.Unhealthy("warming up");
        try
        {
            // Not every store can be interrupted.
            await store.CheckAsync(cancellationToken).WaitAsync(cancellationToken);
            drain.StoreIsUp();
            return HealthCheckResult.Healthy();
        }
        catch (OnlineStoreException e)
        {
            if (drain.StoreIsDown()) ServingLog.NotReady(log, e);
            return HealthCheckResult.Unhealthy("the online store cannot be read");
        }
    }
}
