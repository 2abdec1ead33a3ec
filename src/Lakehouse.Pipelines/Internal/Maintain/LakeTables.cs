using Lakehouse.Features.Definitions;
using Lakehouse.Pipelines.Internal.Training;

namespace Lakehouse.Pipelines.Internal.Maintain;

/// <summary>The tables of a lake.</summary>
internal static class LakeTables
{
    private static readonly string[] Catalog = ["definitions", "runs", "commits", "pins"];
    private static readonly string[] Serving = ["api_keys", "audit"];

    /// <summary>Those asked for, or all that exist.</summary>
    /// <exception cref="JobException">One that was asked for does not exist.</exception>
    public static async Task<IReadOnlyList<string>> SelectAsync(JobContext context, IReadOnlyList<string> select, CancellationToken ct)
    {
        var found = new List<string>();
        foreach (var table in select.Count > 0 ? select : await AllAsync(context, ct))
        {
            if (await new LakeTableName(table).Open(context.Lake).ExistsAsync(ct)) found.Add(table);
            else if (select.Count > 0)
                throw new JobException(1, $"There is no table {table} in the lake at {context.Lake.Root}. Name tables by zone and name, for example gold/airport_delays@1.");
        }

        return [.. found.Distinct()];
    }

    private static async Task<IReadOnlyList<string>> AllAsync(JobContext context, CancellationToken ct)
    {
        var contracts = (await context.Catalog.ListContractsAsync(ct)).Select(c => c.Definition).ToList();
        var views = (await context.Catalog.ListViewsAsync(ct)).Select(v => v.Definition).OfType<EntityViewDefinition>();
        return
        [
            .. contracts.Select(c => c.Source).Where(s => s.Format.Kind != SourceKind.Delta).Select(s => $"bronze/{s.Name}").Distinct(),
            .. contracts.SelectMany(c => new[] { $"silver/{c.Id}", $"silver/{c.Id}.quarantine" }),
            .. views.Select(v => $"gold/{v.Id}"),
            .. TrainingStore.Names(await context.Catalog.ListPinsAsync(ct)).SelectMany(n => new[] { TrainingStore.TableName(n), TrainingStore.SpineName(n) }),
            .. Catalog.Select(t => $"_catalog/{t}"),
            .. Serving.Select(t => $"_serving/{t}"),
        ];
    }
}
