using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Storage;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>Turns a scan into SQL.</summary>
/// <remarks>
/// 1. All files stand in one read_parquet with an explicit schema by name: absent columns are NULL, others are dropped, values are cast, no footer is read early.
/// 2. Partition values and extra columns are literals of a file. One distinct set of them stands in the SELECT; more are joined from a temporary table by file name.
/// 3. Inside, columns have names of their own, so that none can meet the virtual columns of the reader.
/// </remarks>
internal sealed class ScanSql
{
    private const string AnyColumn = "__lakehouse_no_such_column";
    private readonly Scan scan;
    private readonly DuckDbSession session;
    private readonly IReadOnlyList<TableColumn> columns;
    private readonly IReadOnlyList<string> selected;
    private readonly IReadOnlyList<(string Name, Func<DataFile, string> Literal)> extras;
    private readonly PhysicalColumns physical;

    public ScanSql(Scan scan, DuckDbSession session, IReadOnlyList<(string Name, Func<DataFile, string> Literal)> extras)
    {
        this.scan = scan;
        this.session = session;
        this.extras = extras;
        physical = new PhysicalColumns(scan.Snapshot);
        selected = scan.Columns ?? [.. scan.Snapshot.Schema.Columns.Select(c => c.Name)];
        var needed = selected.Concat(scan.Predicates.SelectMany(p => PredicateSql.Columns(p, scan.Snapshot))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        columns = [.. scan.Snapshot.Schema.Columns.Where(c => needed.Contains(c.Name))];
    }

    public async Task<string> BuildAsync(CancellationToken ct)
    {
        var names = string.Join(", ", selected.Concat(extras.Select(e => e.Name)).Select(Identifier));
        if (scan.Files.Count == 0) return $"(SELECT {Empty()} WHERE false)";
        var where = scan.Predicates.Count == 0 ? "" : " WHERE " + string.Join(" AND ", scan.Predicates.Select(p => PredicateSql.Render(p, scan.Snapshot)));
        return $"(SELECT {names} FROM ({Rows(await LocateAsync(ct), ct)}){where})";
    }

    private string Empty() => string.Join(
        ", ",
        selected.Select(s => $"CAST(NULL AS {scan.Snapshot.Schema.Find(s)!.Type.DuckDbType}) AS {Identifier(s)}").Concat(extras.Select(e => $"NULL AS {Identifier(e.Name)}")));

    private string Rows(IReadOnlyList<string> paths, CancellationToken ct)
    {
        var stored = columns.Where(c => !physical.IsPartition(c)).ToList();
        var schema = stored.Count == 0
            ? $"{Literal(AnyColumn)}: {{name: 'c0', type: 'BIGINT', default_value: NULL}}"
            : string.Join(", ", stored.Select((c, i) => $"{physical.FileKey(c)}: {{name: 'c{i}', type: {Literal(physical.FileType(c))}, default_value: NULL}}"));
        var list = string.Join(", ", paths.Select(p => Literal(ParquetFiles.EscapeGlob(p))));
        var reader = $"read_parquet([{list}], hive_partitioning=false, schema=MAP {{{schema}}})";
        var storedSql = stored.Select((c, i) => $"{physical.FromFile(c, $"f.c{i}")} AS {Identifier(c.Name)}");

        var literals = scan.Files.Select(Literals).ToList();
        var names = columns.Where(physical.IsPartition).Select(c => c.Name).Concat(extras.Select(e => e.Name)).ToList();
        if (names.Count == 0) return $"SELECT {string.Join(", ", storedSql)} FROM {reader} f";
        if (literals.All(l => l.SequenceEqual(literals[0])))
            return $"SELECT {string.Join(", ", storedSql.Concat(names.Select((n, i) => $"{literals[0][i]} AS {Identifier(n)}")))} FROM {reader} f";

        var perFile = session.NextTemporaryName();
        var values = string.Join(", ", literals.Select((l, i) => $"({Literal(paths[i])}, {string.Join(", ", l)})"));
        session.Execute($"CREATE TEMP TABLE {perFile} AS SELECT * FROM (VALUES {values}) v(p, {string.Join(", ", names.Select((_, i) => $"x{i}"))})", ct);
        return $"SELECT {string.Join(", ", storedSql.Concat(names.Select((n, i) => $"v.x{i} AS {Identifier(n)}")))} FROM {reader} f JOIN {perFile} v ON f.filename = v.p";
    }

    private async Task<IReadOnlyList<string>> LocateAsync(CancellationToken ct)
    {
        var located = session.Keep(await scan.Snapshot.Table.Storage.LocateAsync([.. scan.Files.Select(FileReference.To)], ct));
        return [.. located.Names.Select((name, i) => name ?? throw scan.Snapshot.MissingFile(scan.Files[i]))];
    }

    private List<string> Literals(DataFile file) =>
    [
        .. columns.Where(physical.IsPartition).Select(c => PartitionValue.Sql(physical.PartitionText(c, file), c.Type)),
        .. extras.Select(e => e.Literal(file)),
    ];
}
