using System.Collections.Concurrent;
using Lakehouse.Catalog;
using Lakehouse.Catalog.Events;
using Lakehouse.Delta;
using Lakehouse.Features;
using Lakehouse.Pipelines.Internal.Push;

namespace Lakehouse.Pipelines.Push;

/// <summary>Pushed events to bronze: durable before the answer, each id once, whoever else pushes or ingests (docs/adr/0038).</summary>
/// <param name="catalog">The catalog of the lake.</param>
/// <param name="options">How it commits.</param>
public sealed class PushSink(FeatureCatalog catalog, PushOptions options) : IEventSink, IAsyncDisposable
{
    private readonly PushPlans plans = new(catalog, catalog.Lake.Clock);
    private readonly ConcurrentDictionary<string, Lazy<SourcePusher>> pushers = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<PushReceipt> PushAsync(VersionedName contract, IReadOnlyList<EventColumn> columns, CancellationToken ct)
    {
        PushPlan plan;
        try
        {
            plan = await plans.GetAsync(contract, ct);
        }
        catch (Exception e) when (e is DeltaException or IOException)
        {
            throw new EventSinkException(EventSinkFailure.Unavailable, "The lake's catalog cannot be read now; nothing was committed. Send the same events again.", e);
        }

        var events = PushedEvents.Read(plan, columns);
        var pusher = pushers.GetOrAdd(plan.Contract.Source.Name, source => new(() => new(source, catalog.Lake.Bronze(source), catalog.Lake.Clock, options)));
        return await pusher.Value.PushAsync(events, ct);
    }

    /// <summary>Ends when what waits is committed.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var pusher in pushers.Values) await pusher.Value.DisposeAsync();
    }
}
