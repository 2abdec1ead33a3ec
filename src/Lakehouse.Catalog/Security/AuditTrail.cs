using System.Text;
using Lakehouse.Delta;
using Lakehouse.Delta.Writing;

namespace Lakehouse.Catalog.Security;

/// <summary>The audit trail of a lake, in the table <c>_serving/audit</c>; several servers may write it at once.</summary>
/// <param name="lake">The lake.</param>
/// <param name="writer">Names this writer among all that ever were: its batches are numbered.</param>
public sealed class AuditTrail(Lake lake, string writer)
{
    private const int LongestText = 256;
    private static readonly TableSchema Schema = new(
    [
        Column("at", "timestamp"), Column("caller", "string"), Column("call", "string"), Column("set", "string"), Column("keys", "long"), Column("outcome", "string"),
        Column("status", "string"), Column("reason", "string", nullable: true), Column("request_id", "string", nullable: true), Column("peer", "string", nullable: true),
        Column("duration_micros", "long"), Column("writer", "string"),
    ]);

    private readonly DeltaTable table = lake.ServingTable("audit");

    /// <summary>Creates the table where there is none.</summary>
    /// <exception cref="DeltaException">It cannot be created, or is of another form.</exception>
    public async Task PrepareAsync(CancellationToken ct)
    {
        if (!await table.ExistsAsync(ct)) _ = await table.Create(Schema).CommitAsync(ct);
        var have = (await table.GetSnapshotAsync(version: null, ct)).Schema;
        if (Schema.Columns.FirstOrDefault(c => have.Find(c.Name)?.Type != c.Type) is { } missing)
            throw new DeltaException(DeltaErrorCode.SchemaMismatch, $"Table '{table.Path}' has no column '{missing.Name}' of the audit trail. Move the table away; a new one is made.");
    }

    /// <summary>Appends a batch in one commit; the same number again, after an answer that never came, appends nothing.</summary>
    /// <param name="batch">Number of the batch, greater than that of the batch before.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DeltaException">Storage refused: try again with the same number and rows.</exception>
    public async Task AppendAsync(long batch, IReadOnlyList<AuditRecord> rows, CancellationToken ct)
    {
        var transaction = table.Begin(await table.GetSnapshotAsync(version: null, ct), "WRITE");
        transaction.SetTransaction($"audit-{writer}", batch, RepeatedTransaction.Skip);
        // Buffers are as long as a row group: one as long as the batch keeps a commit a second cheap.
        var layout = new WriterOptions { RowGroupRows = Math.Max(rows.Count, 1), DictionaryColumns = ["caller", "call", "set", "outcome", "status", "reason", "peer", "writer"] };
        await using (var file = transaction.OpenWriter(layout))
        {
            foreach (var row in rows) Append(file, row);
            await file.CloseAsync(ct);
        }

        if (await transaction.CommitAsync(ct) is Conflicted conflict)
            throw new DeltaException(DeltaErrorCode.Conflict, $"Version {conflict.WinningVersion} of '{table.Path}' stands in the way of audit rows: {conflict.Reason}.");
    }

    private void Append(DataFileWriter file, in AuditRecord row)
    {
        file.Columns[0].AppendInt64(row.AtMicros);
        Text(file, 1, row.Caller);
        Text(file, 2, row.Call);
        Text(file, 3, row.Set);
        file.Columns[4].AppendInt64(row.Keys);
        Text(file, 5, row.Outcome);
        Text(file, 6, row.Status);
        Text(file, 7, row.Reason);
        Text(file, 8, row.RequestId);
        Text(file, 9, row.Peer);
        file.Columns[10].AppendInt64(row.DurationMicros);
        Text(file, 11, writer);
        file.EndRow();
    }

    private static void Text(DataFileWriter file, int column, string? text)
    {
        if (text is null)
        {
            file.Columns[column].AppendNull();
            return;
        }

        Span<byte> bytes = stackalloc byte[3 * LongestText];
        file.Columns[column].AppendBytes(bytes[..Encoding.UTF8.GetBytes(text.AsSpan(0, Math.Min(text.Length, LongestText)), bytes)]);
    }

    private static TableColumn Column(string name, string type, bool nullable = false) => new(name, new PrimitiveType(type), nullable);
}
