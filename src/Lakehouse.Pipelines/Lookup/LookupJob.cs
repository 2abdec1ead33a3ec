using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;
using Lakehouse.Pipelines.Internal.Lookup;

namespace Lakehouse.Pipelines.Lookup;

/// <summary>Looks features of a set up, by the rule that serving uses.</summary>
public static class LookupJob
{
    /// <summary>One answer per key, from gold as of any instant; a view without gold is absent and stale.</summary>
    /// <param name="context">Lake, catalog, engine.</param>
    /// <param name="set">The set.</param>
    /// <param name="keys">Per key: values of the set's keys and inputs by name; a missing input is NULL.</param>
    /// <param name="atMicros">The instant.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="JobException">A key of the set is missing, or a name is neither key nor input.</exception>
    public static Task<IReadOnlyList<LookupAnswer>> FromGoldAsync(
        JobContext context, VersionedName set, IReadOnlyList<IReadOnlyDictionary<string, Value>> keys, long atMicros, CancellationToken ct) =>
        LookupAsync(context, set, keys, atMicros, (view, viewKeys) => ReadGoldAsync(context, view, viewKeys, atMicros, ct), ct);

    /// <summary>One answer per key, from the online store; instants before what it keeps are OUT_OF_RANGE, and before the first sync all is absent and stale.</summary>
    /// <param name="context">Lake, catalog, engine.</param>
    /// <param name="store">The store.</param>
    /// <param name="set">The set.</param>
    /// <param name="keys">Per key: values of the set's keys and inputs by name; a missing input is NULL.</param>
    /// <param name="atMicros">The instant.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="JobException">A key of the set is missing, or a name is neither key nor input.</exception>
    public static Task<IReadOnlyList<LookupAnswer>> FromOnlineAsync(
        JobContext context, IOnlineStore store, VersionedName set, IReadOnlyList<IReadOnlyDictionary<string, Value>> keys, long atMicros, CancellationToken ct) =>
        LookupAsync(context, set, keys, atMicros, (view, viewKeys) => ReadOnlineAsync(store, view, viewKeys, atMicros, ct), ct);

    private static async Task<IReadOnlyList<LookupAnswer>> LookupAsync(
        JobContext context, VersionedName set, IReadOnlyList<IReadOnlyDictionary<string, Value>> keys, long atMicros,
        Func<EntityViewDefinition, IReadOnlyList<Value[]>, Task<ViewRead>> read, CancellationToken ct)
    {
        var definition = (await context.Catalog.GetSetAsync(set, ct)).Definition;
        LookupKeys.Check(definition, keys);
        var answers = keys.Select(k => new AnswerBuilder(k, atMicros)).ToList();
        foreach (var member in definition.Members)
        {
            if (member.View is EntityViewDefinition view)
            {
                var rows = await read(view, [.. keys.Select(k => LookupKeys.Of(view, k))]);
                for (var i = 0; i < answers.Count; i++) answers[i].Add(view, member, rows, i);
            }
            else if (member.View is OnDemandViewDefinition onDemand)
            {
                var features = new OnDemandFeatures(onDemand, member);
                foreach (var answer in answers) answer.Add(features);
            }
        }

        return [.. answers.Select(a => a.Build())];
    }

    private static async Task<ViewRead> ReadGoldAsync(JobContext context, EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        var table = context.Lake.Gold(view.Id);
        if (!await table.ExistsAsync(ct)) return ViewRead.Nothing(keys.Count);
        var gold = await table.GetSnapshotAsync(version: null, ct);
        var frontier = (await CommitProgress.ReadAsync(gold, ct))?.FrontierMicros;
        var rows = await context.Engine.LookupAsync(new LookupPlan(view, gold, keys, atMicros), ct);
        return new([.. rows.Select(r => r is null ? null : Internal.OnlineBatch.ToOnline(r))], IsStale: frontier is null || atMicros > frontier, IsOutOfRange: false);
    }

    private static async Task<ViewRead> ReadOnlineAsync(IOnlineStore store, EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        await store.DeployAsync(view, ct);
        var wanted = Enumerable.Range(0, keys.Count).Where(i => !Array.Exists(keys[i], v => v.IsNull)).ToArray();
        var read = await store.ReadAsync(view, [.. wanted.Select(i => keys[i])], atMicros, ct);
        var rows = new OnlineRow?[keys.Count];
        var isOutOfRange = FeatureLookup.IsOutOfRange(read.Marker, atMicros);
        for (var i = 0; i < wanted.Length && read.Marker is not null && !isOutOfRange; i++) rows[wanted[i]] = read.Rows[i];
        return new(rows, FeatureLookup.IsStale(read.Marker, atMicros), isOutOfRange);
    }
}
