using System.Collections.Concurrent;
using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Serving.Internal.Security;
using Microsoft.Extensions.Hosting;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>How far behind the present the views of served sets stand in the online store: their markers, read every second, whether anybody calls or not.</summary>
internal sealed class FreshnessWatch(ServedSets sets, IOnlineReader store, TimeProvider clock) : BackgroundService
{
    private const double MicrosPerSecond = 1e6;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<VersionedName, OnlineMarker> markers = new();

    public IReadOnlyList<MetricFamily> Families() =>
    [
        new("lakehouse.serving.freshness.lag", "s", "Time since the clock of the newest run whose gold is in the online store, by view.", MetricKind.Gauge)
        {
            Read = () => Read(marker => (clock.NowMicros() - marker.CompleteFromMicros) / MicrosPerSecond),
        },
        new("lakehouse.serving.stale.in", "s", "Time until answers are flagged stale, negative once they are, by view.", MetricKind.Gauge)
        {
            Read = () => Read(marker => (marker.CompleteUntilMicros - clock.NowMicros()) / MicrosPerSecond),
        },
        new("lakehouse.serving.gold.version", "{version}", "Delta version of gold in the online store, by view.", MetricKind.Gauge) { Read = () => Read(marker => marker.GoldVersion) },
    ];

    /// <summary>Reads the markers of the views that are served now.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        foreach (var view in sets.Views)
        {
            try
            {
                // Not every store can be interrupted.
                if (await store.GetMarkerAsync(view, ct).WaitAsync(ct) is { } marker) markers[view] = marker;
            }
            catch (OnlineStoreException)
            {
                // Readiness and the reads themselves tell of a store that is down; the lag grows meanwhile, as it should.
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await RefreshAsync(stoppingToken);
    }

    private IEnumerable<MetricSample> Read(Func<OnlineMarker, double> value) =>
        markers.OrderBy(m => m.Key.ToString(), StringComparer.Ordinal).Select(m => new MetricSample([("view", m.Key.ToString())], value(m.Value)));
}
