using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Pipelines.Internal.Maintain;

/// <summary>Who reads a table by its changes, and how far each has come.</summary>
internal static class ChangeReaders
{
    public static async Task<IReadOnlyList<ChangeReader>> OfAsync(JobContext context, TargetMarkers targets, string table, CancellationToken ct)
    {
        var readers = new List<ChangeReader>();
        var path = new LakeTableName(table).Open(context.Lake).Path;
        foreach (var (contract, _) in await context.Catalog.ListContractsAsync(ct))
        {
            var source = ContractSource.Of(context.Lake, contract.Source);
            if (source.Table.Path == path && await ReadVersionAsync(context.Lake.Silver(contract.Id), source.Name, ct) is { } version)
                readers.Add(new($"conform of {contract.Id}", version));
        }

        foreach (var view in (await context.Catalog.ListViewsAsync(ct)).Select(v => v.Definition).OfType<EntityViewDefinition>())
        {
            if (context.Lake.Silver(view.Contract.Id).Path == path && await ReadVersionAsync(context.Lake.Gold(view.Id), $"silver/{view.Contract.Id}", ct) is { } version)
                readers.Add(new($"materialize of {view.Id}", version));
            if (context.Lake.Gold(view.Id).Path != path) continue;
            readers.AddRange(await targets.ReadersAsync(view, ct));
        }

        return readers;
    }

    private static async Task<long?> ReadVersionAsync(DeltaTable reader, string source, CancellationToken ct)
    {
        if (!await reader.ExistsAsync(ct)) return null;
        var progress = await CommitProgress.ReadAsync(await reader.GetSnapshotAsync(version: null, ct), ct);
        return progress?.SourceVersions.TryGetValue(source, out var version) is true && version >= 0 ? version : null;
    }
}

/// <summary>A job that reads a table by its changes.</summary>
/// <param name="Name">Which.</param>
/// <param name="Version">The version that it has read; null where that is unknown, because it cannot be asked.</param>
internal sealed record ChangeReader(string Name, long? Version);
