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
            Append(file, rows);
            await file.CloseAsync(ct);
        }

        if (await transaction.CommitAsync(ct) is Conflicted conflict)
            throw new DeltaException(DeltaErrorCode.Conflict, $"Version {conflict.WinningVersion} of '{table.Path}' stands in the way of audit rows: {conflict.Reason}.");
    }

    private void Append(DataFileWriter file, IReadOnlyList<AuditRecord> rows)
    {
        var (caller, call, set, outcome, status) = (new TextColumn(file, 1), new TextColumn(file, 2), new TextColumn(file, 3), new TextColumn(file, 5), new TextColumn(file, 6));
        var (reason, requestId, peer, self) = (new TextColumn(file, 7), new TextColumn(file, 8), new TextColumn(file, 9), new TextColumn(file, 11));
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            file.Columns[0].AppendInt64(row.AtMicros);
            caller.Append(row.Caller);
            call.Append(row.Call);
            set.Append(row.Set);
            file.Columns[4].AppendInt64(row.Keys);
            outcome.Append(row.Outcome);
            status.Append(row.Status);
            reason.Append(row.Reason);
            requestId.Append(row.RequestId);
            peer.Append(row.Peer);
            file.Columns[10].AppendInt64(row.DurationMicros);
            self.Append(writer);
            file.EndRow();
        }
    }

    private static TableColumn Column(string name, string type, bool nullable = false) => new(name, new PrimitiveType(type), nullable);

    /// <summary>Texts of a column, of which neighbours are mostly the same object.</summary>
    private sealed class TextColumn(DataFileWriter file, int column)
    {
        private readonly ColumnBuffer buffer = file.Columns[column];
        private readonly byte[] bytes = new byte[3 * LongestText];
        private string? before;
        private int length;

        public void Append(string? text)
        {
            if (text is null)
            {
                buffer.AppendNull();
                return;
            }

            if (!ReferenceEquals(text, before)) (before, length) = (text, Encoding.UTF8.GetBytes(text.AsSpan(0, Math.Min(text.Length, LongestText)), bytes));
            buffer.AppendBytes(bytes.AsSpan(0, length));
        }
    }
}
