using System.Text;
using Lakehouse.Delta;

namespace Lakehouse.Catalog.Internal;

/// <summary>One append-only table of the catalog: few rows, read whole and kept per version.</summary>
/// <param name="table">The table, existing or not.</param>
/// <param name="columns">Its columns: string, long and timestamp; <c>?</c> after a type marks a nullable one.</param>
internal sealed class CatalogStore(DeltaTable table, params IReadOnlyList<(string Name, string Type)> columns)
{
    private const int Attempts = 20;

    /// <summary>A watched lake commits here several times a second: each tenth would write the names of all files too often.</summary>
    private static readonly Dictionary<string, string> Properties = new() { ["delta.checkpointInterval"] = "30" };

    private readonly TableSchema schema = new([.. columns.Select(c => new TableColumn(c.Name, new PrimitiveType(c.Type.TrimEnd('?')), c.Type.EndsWith('?')))]);
    private volatile CatalogRows kept = CatalogRows.None;

    /// <summary>All rows of the newest version; none when there is no table yet.</summary>
    public async Task<CatalogRows> ReadAsync(CancellationToken ct)
    {
        if (!await table.ExistsAsync(ct)) return CatalogRows.None;
        var snapshot = await table.GetSnapshotAsync(version: null, ct);
        if (kept.Snapshot?.Version == snapshot.Version) return kept;
        var (rows, scan) = Since(kept, snapshot);
        await foreach (var row in scan.Select([.. schema.Columns.Select(c => c.Name)]).ReadRowsAsync(ct)) rows.Add(row);
        return kept = new(snapshot, rows);
    }

    /// <summary>The rows known already and a scan of those that came since: a table that grows commit by commit is not read from its beginning each time.</summary>
    private static (List<object?[]> Rows, Scan Scan) Since(CatalogRows known, Snapshot newest)
    {
        if (known.Snapshot is null) return ([], newest.Scan());
        var read = known.Snapshot.Files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var added = newest.Files.Where(f => !read.Remove(f.Path)).ToList();
        return read.Count > 0 ? ([], newest.Scan()) : ([.. known.Rows], newest.Scan(added));
    }

    /// <summary>Appends rows that hold whatever else was committed; timestamps in microseconds.</summary>
    public Task AppendAsync(IReadOnlyList<object?[]> rows, CancellationToken ct) => AppendAsync(_ => rows, exact: false, ct);

    /// <summary>Appends what is decided on the rows read; decides again when another commit came in between. No rows, no commit.</summary>
    /// <exception cref="CatalogException">Another writer came in between too often.</exception>
    public async Task AppendAsync(Func<CatalogRows, IReadOnlyList<object?[]>> decide, bool exact, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = exact ? await ReadAsync(ct) : new(await table.ExistsAsync(ct) ? await table.GetSnapshotAsync(version: null, ct) : null, []);
            var rows = decide(read);
            if (rows.Count == 0 || await TryAppendAsync(read.Snapshot, rows, exact, ct)) return;
        }

        throw new CatalogException(CatalogErrorCode.Conflict, $"Other writers changed {table.Path} {Attempts} times in a row. Run the command again.");
    }

    private async Task<bool> TryAppendAsync(Snapshot? planned, IReadOnlyList<object?[]> rows, bool exact, CancellationToken ct)
    {
        var transaction = planned is null ? table.Create(schema, configuration: Properties) : table.Begin(planned, "WRITE");
        transaction.ExactVersion = exact;
        await using (var writer = transaction.OpenWriter())
        {
            foreach (var row in rows)
            {
                for (var i = 0; i < row.Length; i++)
                {
                    if (row[i] is null) writer.Columns[i].AppendNull();
                    else if (row[i] is string text) writer.Columns[i].AppendBytes(Encoding.UTF8.GetBytes(text));
                    else writer.Columns[i].AppendInt64((long)row[i]!);
                }

                writer.EndRow();
            }

            await writer.CloseAsync(ct);
        }

        return await transaction.CommitAsync(ct) is Committed;
    }
}

/// <summary>Rows of a catalog table at a version.</summary>
/// <param name="Snapshot">The version; null where there is no table yet.</param>
/// <param name="Rows">The rows, in no order.</param>
internal sealed record CatalogRows(Snapshot? Snapshot, IReadOnlyList<object?[]> Rows)
{
    public static CatalogRows None { get; } = new(Snapshot: null, []);
}
