using Lakehouse.Online.Failover;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lakehouse.Serving.Internal;

/// <summary>Whether lookups go to one of several stores, for people who watch them; the service is ready while one is up.</summary>
internal sealed class StoreCheck(FailoverReader stores, string name) : IHealthCheck
{
    /// <summary>The store's name for health clients.</summary>
    public static string NameOf(string store) => $"store.{store}";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(stores.IsUp(name) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the online store is left alone after failures"));
}
