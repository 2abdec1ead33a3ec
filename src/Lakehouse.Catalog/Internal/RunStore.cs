using Lakehouse.Delta;

namespace Lakehouse.Catalog.Internal;

/// <summary>The table <c>_catalog/runs</c>.</summary>
internal sealed class RunStore(DeltaTable table)
{
    private readonly CatalogStore store = new(
        table, ("run_id", "string"), ("job", "string"), ("target", "string"), ("started_at", "timestamp"), ("finished_at", "timestamp"), ("status", "string"),
        ("details", "string"));

    public Task AddAsync(RunRecord run, CancellationToken ct) =>
        store.AppendAsync([[run.RunId, run.Job, run.Target, run.StartedAt.ToMicros(), run.FinishedAt.ToMicros(), run.Status, run.DetailsJson]], ct);

    public async Task<IReadOnlyList<RunRecord>> ListAsync(CancellationToken ct) =>
        [.. (await store.ReadAsync(ct)).Rows
            .Select(r => new RunRecord(
                (string)r[0]!, (string)r[1]!, (string)r[2]!, Micros.ToInstant(Micros.OfCell(r[3])), Micros.ToInstant(Micros.OfCell(r[4])), (string)r[5]!, (string)r[6]!))
            .OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.RunId)];
}
