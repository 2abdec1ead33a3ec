using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Maintenance;
using Lakehouse.Features.Definitions;
using Lakehouse.Pipelines.Internal.Maintain;
using Lakehouse.Pipelines.Internal.Push;

namespace Lakehouse.Pipelines.Maintain;

/// <summary>How tables of a lake may be rewritten without a change of meaning.</summary>
public static class LakeOptimize
{
    /// <summary>Silver's files stay small, so that a correction rewrites little.</summary>
    private const long SilverBytes = 8L << 20;

    /// <summary>The options that suit a table: bronze keeps apart what came at different versions, pushes without an ingest between them excepted; silver and gold are sorted as their jobs sort them.</summary>
    /// <param name="context">The lake.</param>
    /// <param name="table">The table's path in the lake.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<OptimizeOptions> OptionsAsync(JobContext context, string table, CancellationToken ct)
    {
        var name = new LakeTableName(table);
        var settings = context.Lake.Settings;
        return new OptimizeOptions
        {
            KeepVersions = name.IsBronze,
            OrderedTag = name.IsBronze ? BronzeAppend.PushedTag : null,
            OrderedUpTo = name.IsBronze ? await ReadByAllAsync(context, table, ct) : -1,
            TargetBytes = name.Contract is null ? new OptimizeOptions().TargetBytes : SilverBytes,
            SortBy = await SortOrderAsync(context, name, ct),
            SortAll = false,
            Engine = new DuckDbOptions { Threads = settings.Threads, MemoryLimit = settings.MemoryLimit },
        };
    }

    // A conform that goes on from a version within a joined file could not tell which of its rows are new.
    private static async Task<long> ReadByAllAsync(JobContext context, string table, CancellationToken ct) =>
        (await ChangeReaders.OfAsync(context, new TargetMarkers([], passesOver: true), table, ct)).Min(r => r.Version) ?? -1;

    private static async Task<IReadOnlyList<string>> SortOrderAsync(JobContext context, LakeTableName name, CancellationToken ct)
    {
        if (name.Contract is { } id)
        {
            var contract = (await context.Catalog.ListContractsAsync(ct)).Select(c => c.Definition).FirstOrDefault(c => c.Id == id);
            return contract is null ? [] : [contract.EventTime.Name, contract.EventId.Name];
        }

        var view = (await context.Catalog.ListViewsAsync(ct)).Select(v => v.Definition).OfType<EntityViewDefinition>().FirstOrDefault(v => v.Id == name.View);
        return view is null ? [] : [.. view.Entity.Keys.Select(k => k.Name), EntityViewDefinition.ValidFromColumn, EntityViewDefinition.KnownAtColumn];
    }
}
