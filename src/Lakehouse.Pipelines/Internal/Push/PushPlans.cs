using System.Collections.Concurrent;
using Lakehouse.Catalog;
using Lakehouse.Catalog.Events;
using Lakehouse.Features;

namespace Lakehouse.Pipelines.Internal.Push;

/// <summary>Compiled contracts by name. A contract may gain columns, so each is looked up again every few seconds; so is a name that is not known.</summary>
internal sealed class PushPlans(FeatureCatalog catalog, TimeProvider clock)
{
    private const int MostUnknown = 1000;
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<VersionedName, (PushPlan Plan, string Hash, long At)> plans = new();
    private readonly ConcurrentDictionary<VersionedName, long> unknown = new();

    /// <exception cref="EventSinkException">The contract is not registered, or cannot be pushed to.</exception>
    public async ValueTask<PushPlan> GetAsync(VersionedName contract, CancellationToken ct)
    {
        if (plans.TryGetValue(contract, out var known) && clock.GetElapsedTime(known.At) < AskAgain) return known.Plan;
        if (unknown.TryGetValue(contract, out var asked) && clock.GetElapsedTime(asked) < AskAgain) throw Unknown(contract);
        try
        {
            var (definition, hash) = await catalog.GetContractAsync(contract, ct);
            var plan = known.Plan is not null && known.Hash == hash ? known.Plan : new PushPlan(definition);
            plans[contract] = (plan, hash, clock.GetTimestamp());
            return plan;
        }
        catch (CatalogException e) when (e.Code == CatalogErrorCode.NotFound)
        {
            if (unknown.Count >= MostUnknown) unknown.Clear();
            unknown[contract] = clock.GetTimestamp();
            throw Unknown(contract);
        }
    }

    private static EventSinkException Unknown(VersionedName contract) =>
        new(EventSinkFailure.UnknownContract, $"Contract {contract} is not registered; `lakehouse read _catalog/definitions` lists what is.");
}
