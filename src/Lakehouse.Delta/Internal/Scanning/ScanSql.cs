using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.DeletionVectors;
using Lakehouse.Delta.Storage;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>Turns a scan into SQL: one SELECT for each group of files that are read alike.</summary>
internal sealed class ScanSql
{
    private readonly Scan scan;
    private readonly DuckDbSession session;
    private readonly IReadOnlyList<TableColumn> columns;
    private readonly IReadOnlyList<string> selected;
    private readonly IReadOnlyList<FileColumn> extras;

    public ScanSql(Scan scan, DuckDbSession session, IReadOnlyList<(string Name, Func<DataFile, string> Literal)> extras)
    {
        this.scan = scan;
        this.session = session;
        this.extras = [.. extras.Select(e => new FileColumn(e.Name, e.Literal))];
        selected = scan.Columns ?? [.. scan.Snapshot.Schema.Columns.Select(c => c.Name)];
        var needed = selected.Concat(scan.Predicates.SelectMany(p => PredicateSql.Columns(p, scan.Snapshot))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        columns = [.. scan.Snapshot.Schema.Columns.Where(c => needed.Contains(c.Name))];
    }

    public async Task<string> BuildAsync(CancellationToken ct)
    {
        if (scan.Files.Count == 0) return $"(SELECT {Empty()} WHERE false)";
        if (columns.Count == 0 && extras.Count == 0)
            throw new DeltaException(
                DeltaErrorCode.SchemaMismatch, $"Table '{scan.Snapshot.Table.Path}', version {scan.Snapshot.Version}: no column is read, so its rows cannot be told.");
        var names = string.Join(", ", selected.Concat(extras.Select(e => e.Name)).Select(Identifier));
        var where = scan.Predicates.Count == 0 ? "" : " WHERE " + string.Join(" AND ", scan.Predicates.Select(p => PredicateSql.Render(p, scan.Snapshot)));
        return $"(SELECT {names} FROM ({await RowsAsync(ct)}){where})";
    }

    private string Empty() => selected.Count + extras.Count == 0 ? "1" : string.Join(
        ", ",
        selected.Select(s => $"CAST(NULL AS {scan.Snapshot.Schema.Find(s)!.Type.DuckDbType}) AS {Identifier(s)}").Concat(extras.Select(e => $"NULL AS {Identifier(e.Name)}")));

    private async Task<string> RowsAsync(CancellationToken ct)
    {
        var table = scan.Snapshot.Table;
        var located = session.Keep(await table.Storage.LocateAsync([.. scan.Files.Select(FileReference.To)], ct));
        var files = scan.Files.Zip(located.Names, (file, name) => (file, name ?? throw scan.Snapshot.MissingFile(file))).ToList();
        var vectors = new DeletionVectorReader(table.Storage, table.Path);
        var parts = new List<string>();
        foreach (var group in await FileGroup.OfAsync(scan.Snapshot, files, ct))
            parts.Add(await new GroupSql(scan.Snapshot, session, group, columns, extras).BuildAsync(vectors, ct));
        return string.Join(" UNION ALL ", parts);
    }
}
