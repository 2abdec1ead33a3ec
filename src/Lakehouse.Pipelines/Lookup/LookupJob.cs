using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Online;
using Lakehouse.Online.Sets;
using Lakehouse.Pipelines.Fits;
using Lakehouse.Pipelines.Internal.Lookup;

namespace Lakehouse.Pipelines.Lookup;

/// <summary>Looks features of a set up, by the plan that serving uses.</summary>
public static class LookupJob
{
    /// <summary>One answer per key, from gold as of any instant; a view without gold is absent and stale.</summary>
    /// <param name="context">Lake, catalog, engine.</param>
    /// <param name="query">Set, keys and instant.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="JobException">A name or key is wrong, a computed feature overflows, or the set needs a fit that it does not get.</exception>
    public static Task<IReadOnlyList<LookupAnswer>> FromGoldAsync(JobContext context, LookupQuery query, CancellationToken ct) =>
        LookupAsync(context, query, (view, keys, cancel) => ReadGoldAsync(context, view, keys, query.AtMicros, cancel), ct);

    /// <summary>One answer per key, from the online store; instants before what it keeps are OUT_OF_RANGE, and before the first sync all is absent and stale.</summary>
    /// <param name="context">Lake, catalog, engine.</param>
    /// <param name="store">The store.</param>
    /// <param name="query">Set, keys and instant.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="JobException">A name or key is wrong, a computed feature overflows, or the set needs a fit that it does not get.</exception>
    public static Task<IReadOnlyList<LookupAnswer>> FromOnlineAsync(JobContext context, IOnlineReader store, LookupQuery query, CancellationToken ct) => LookupAsync(
        context, query,
        async (view, keys, cancel) =>
        {
            var read = await ViewRead.FromStoreAsync(store, view, keys, query.AtMicros, cancel);
            return read.Marker is { } marker && marker.DefinitionHash != DefinitionJson.Hash(DefinitionJson.Identity(view))
                ? throw new JobException(1, $"The online store holds {view.Id} with definition {marker.DefinitionHash}, which is not the catalog's: it belongs to another lake. Name the store that this lake is synced to.")
                : read;
        },
        ct);

    private static async Task<IReadOnlyList<LookupAnswer>> LookupAsync(JobContext context, LookupQuery query, ViewReader reader, CancellationToken ct)
    {
        var (set, hash) = await context.Catalog.GetSetAsync(query.Set, ct);
        LookupKeys.Check(set, query.Keys);
        try
        {
            var plan = new SetPlan(set, hash, set.NeedsFit || query.Fit is not null ? await FitJob.FindAsync(context, set.Id, query.Fit, ct) : null);
            var answer = await plan.LookupAsync(reader, LookupKeys.Of(plan.Keys, query.Keys), LookupKeys.Of(plan.Inputs, query.Keys), query.AtMicros, ct);
            return [.. Enumerable.Range(0, answer.Rows).Select(row => Answers.Of(answer, row))];
        }
        catch (ValueOverflowException e)
        {
            throw new JobException(1, $"{e.Message} Give other inputs.", e);
        }
        catch (FitException e)
        {
            throw new JobException(2, $"{e.Message} 'lakehouse fit list' names those that there are.", e);
        }
    }

    private static async Task<ViewRead> ReadGoldAsync(JobContext context, EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        var table = context.Lake.Gold(view.Id);
        if (!await table.ExistsAsync(ct)) return ViewRead.Nothing(keys.Count);
        var gold = await table.GetSnapshotAsync(version: null, ct);
        var frontier = (await CommitProgress.ReadAsync(gold, ct))?.FrontierMicros;
        var rows = await context.Engine.LookupAsync(new LookupPlan(view, gold, keys, atMicros), ct);
        return new(Marker: null, [.. rows.Select(r => r is null ? null : Internal.Sync.OnlineBatch.ToOnline(r))], IsOutOfRange: false, IsStale: frontier is null || atMicros > frontier);
    }
}
