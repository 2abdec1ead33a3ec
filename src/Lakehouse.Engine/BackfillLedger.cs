using System.Text;
using System.Text.Json;
using Lakehouse.Delta;

namespace Lakehouse.Engine;

/// <summary>The record of a view's backfill: a Delta table in the lake with a row for the pins and one for each finished part.</summary>
/// <remarks>
/// 1. An attempt begins with the row of its pins, and its finished parts follow, each once by its own <c>txn</c>. A greater attempt replaces a smaller one.
/// 2. When it ends, a row that says so takes the place of all rows.
/// 3. The files of parts lie in gold's directory. While there is no gold nobody can vacuum them; once there is, the commit names them or they are garbage.
/// </remarks>
/// <param name="table">The table, existing or not.</param>
public sealed class BackfillLedger(DeltaTable table)
{
    private const string Pinned = "pin";
    private const string Finished = "part";
    private const string Ended = "end";
    private const int Attempts = 20;

    private static readonly TableSchema Schema = new(
    [
        new("attempt", new PrimitiveType("long"), Nullable: false),
        new("kind", new PrimitiveType("string"), Nullable: false),
        new("content", new PrimitiveType("string"), Nullable: false),
    ]);

    /// <summary>The backfill that has begun and not ended; null where there is none.</summary>
    /// <exception cref="DeltaException">The table cannot be read.</exception>
    public async Task<BackfillState?> ReadAsync(CancellationToken ct) => State(await RowsAsync(ct));

    /// <summary>Begins a backfill.</summary>
    /// <exception cref="EngineException">Another process has begun one meanwhile.</exception>
    public async Task<BackfillState> BeginAsync(BackfillPin pin, CancellationToken ct)
    {
        var rows = await RowsAsync(ct);
        var attempt = rows.Select(r => r.Attempt).DefaultIfEmpty(0).Max() + 1;
        var transaction = await BeginAsync(ct);
        transaction.ExactVersion = true;
        if (State(rows) is null && await AppendAsync(transaction, new(attempt, Pinned, JsonSerializer.Serialize(pin)), ct))
            return new(attempt, pin, new Dictionary<int, BackfillPart>());
        throw new EngineException($"Another process has begun a backfill recorded at '{table.Path}' in the same moment. Run the same command again to work on it together.");
    }

    /// <summary>Records a finished part.</summary>
    /// <returns>False where another process has recorded it: its files count.</returns>
    public async Task<bool> AddPartAsync(long attempt, BackfillPart part, CancellationToken ct)
    {
        var transaction = await BeginAsync(ct);
        transaction.SetTransaction($"backfill:{attempt}:{part.Number}", 1);
        return await AppendAsync(transaction, new(attempt, Finished, JsonSerializer.Serialize(part)), ct);
    }

    /// <summary>Ends a backfill, done or given up; its rows go.</summary>
    public async Task EndAsync(long attempt, CancellationToken ct)
    {
        for (var turn = 0; turn < Attempts; turn++)
        {
            if (State(await RowsAsync(ct)) is not { } state || state.Attempt != attempt) return;
            var transaction = await BeginAsync(ct);
            transaction.RemoveAll();
            if (await AppendAsync(transaction, new(attempt, Ended, ""), ct)) return;
        }

        throw new EngineException($"The backfill recorded at '{table.Path}' is worked on by other processes. End those first.");
    }

    private static BackfillState? State(IReadOnlyList<Row> rows)
    {
        var newest = rows.GroupBy(r => r.Attempt).MaxBy(g => g.Key);
        if (newest is null || newest.Any(r => r.Kind == Ended) || newest.FirstOrDefault(r => r.Kind == Pinned) is not { } pin) return null;
        var parts = newest.Where(r => r.Kind == Finished).Select(r => Parse<BackfillPart>(r)).ToDictionary(p => p.Number);
        return new(newest.Key, Parse<BackfillPin>(pin), parts);
    }

    private static T Parse<T>(Row row) => JsonSerializer.Deserialize<T>(row.Content) ?? throw new EngineException($"A row of kind '{row.Kind}' of a backfill's record is empty.");

    private static async Task<bool> AppendAsync(Transaction transaction, Row row, CancellationToken ct)
    {
        await using (var writer = transaction.OpenWriter())
        {
            writer.Columns[0].AppendInt64(row.Attempt);
            writer.Columns[1].AppendBytes(Encoding.UTF8.GetBytes(row.Kind));
            writer.Columns[2].AppendBytes(Encoding.UTF8.GetBytes(row.Content));
            writer.EndRow();
            await writer.CloseAsync(ct);
        }

        return await transaction.CommitAsync(ct) is Committed;
    }

    private async Task<Transaction> BeginAsync(CancellationToken ct) =>
        await table.ExistsAsync(ct) ? table.Begin(await table.GetSnapshotAsync(version: null, ct), "WRITE") : table.Create(Schema);

    private async Task<IReadOnlyList<Row>> RowsAsync(CancellationToken ct)
    {
        if (!await table.ExistsAsync(ct)) return [];
        var rows = new List<Row>();
        await foreach (var row in (await table.GetSnapshotAsync(version: null, ct)).Scan().Select("attempt", "kind", "content").ReadRowsAsync(ct))
            rows.Add(new((long)row[0]!, (string)row[1]!, (string)row[2]!));
        return rows;
    }

    private sealed record Row(long Attempt, string Kind, string Content);
}
