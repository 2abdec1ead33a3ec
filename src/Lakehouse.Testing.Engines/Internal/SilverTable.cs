using Lakehouse.Delta;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Engines.Internal;

/// <summary>Silver of a generated history: one commit a batch, files that hold a changed event are written again without it.</summary>
internal sealed class SilverTable(DeltaTable table, ContractDefinition contract)
{
    private readonly Dictionary<string, List<Value[]>> files = new(StringComparer.Ordinal);
    private readonly int idColumn = contract.Columns.IndexOf(contract.EventId);

    internal DeltaTable Table { get; } = table;

    /// <summary>Writes a history as versions 0, 1, 2….</summary>
    /// <param name="table">Where.</param>
    /// <param name="history">The history.</param>
    /// <param name="versions">How many; those beyond its batches change nothing.</param>
    /// <param name="ct">Cancels.</param>
    internal static async Task<SilverTable> WriteAsync(DeltaTable table, EventHistory history, int versions, CancellationToken ct)
    {
        var silver = new SilverTable(table, history.Contract);
        for (var version = 0; version < versions; version++) await silver.CommitAsync(history.Batches.ElementAtOrDefault(version) ?? [], ct);
        return silver;
    }

    private async Task CommitAsync(IReadOnlyList<EventChange> batch, CancellationToken ct)
    {
        var newest = batch.GroupBy(c => c.Row[idColumn]).Select(g => g.Last()).ToDictionary(c => c.Row[idColumn]);
        var snapshot = await Table.ExistsAsync(ct) ? await Table.GetSnapshotAsync(ct: ct) : null;
        var transaction = snapshot is null ? Table.Create(DeltaRows.Schema(contract.Schema)) : Table.Begin(snapshot, "MERGE");
        var rows = newest.Values.Where(c => !c.Deleted).Select(c => c.Row).ToList();
        foreach (var file in snapshot?.Files ?? [])
        {
            if (!files[file.Path].Exists(row => newest.ContainsKey(row[idColumn]))) continue;
            rows.AddRange(files[file.Path].Where(row => !newest.ContainsKey(row[idColumn])));
            files.Remove(file.Path);
            transaction.Remove(file);
        }

        if (rows.Count > 0)
        {
            await using var writer = transaction.OpenWriter();
            foreach (var row in rows) DeltaRows.Append(writer, contract.Schema, row);
            await writer.CloseAsync(ct);
        }

        if (await transaction.CommitAsync(ct) is not Committed committed) throw new InvalidOperationException("Silver of the test was changed by somebody else.");
        foreach (var file in (await Table.GetSnapshotAsync(committed.Version, ct)).Files.Where(f => !files.ContainsKey(f.Path))) files.Add(file.Path, rows);
    }
}
