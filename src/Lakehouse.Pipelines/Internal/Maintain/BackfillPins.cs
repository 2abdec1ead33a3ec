using Lakehouse.Catalog;
using Lakehouse.Engine;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Pipelines.Internal.Maintain;

/// <summary>The silver versions that backfills under way read.</summary>
internal static class BackfillPins
{
    public static async Task<IReadOnlyList<Pin>> OfAsync(JobContext context, string table, CancellationToken ct)
    {
        if (new LakeTableName(table).Contract is not { } contract) return [];
        var pins = new List<Pin>();
        foreach (var view in (await context.Catalog.ListViewsAsync(ct)).Select(v => v.Definition).OfType<EntityViewDefinition>().Where(v => v.Contract.Id == contract))
        {
            if (await new BackfillLedger(context.Lake.Backfill(view.Id)).ReadAsync(ct) is { } state) pins.Add(new(table, state.Pin.SilverVersion, $"_backfill/{view.Id}"));
        }

        return pins;
    }
}
