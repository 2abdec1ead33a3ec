using DuckDB.NET.Data;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.DeletionVectors;
using Lakehouse.Delta.Internal.Scanning.Footers;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>The SELECT over one group of files.</summary>
/// <remarks>
/// 1. All files stand in one read_parquet with an explicit schema: absent columns are NULL, others are dropped, values are cast.
/// 2. Partition values and extra columns are literals of a file. One distinct set of them stands in the SELECT; more are joined from a temporary table by the file's number.
/// 3. Deleted rows stand in a temporary table by the file's number and the row's, and are left out by an anti join; rows that are asked for one by one are kept by a semi join.
/// 4. Inside, columns have names of their own, so that none can meet the virtual columns of the reader.
/// </remarks>
internal sealed class GroupSql(Snapshot snapshot, DuckDbSession session, FileGroup group, IReadOnlyList<TableColumn> columns, IReadOnlyList<FileColumn> extras)
{
    /// <summary>Alias of the reader.</summary>
    public const string Reader = "f";

    private const string AnyColumn = "__lakehouse_no_such_column";
    private readonly PhysicalColumns physical = new(snapshot);

    /// <summary>The SELECT, with the needed columns of the table in the schema's order and the extra ones after them.</summary>
    public async Task<string> BuildAsync(DeletionVectorReader vectors, CancellationToken ct)
    {
        var stored = columns.Where(c => !physical.IsPartition(c)).ToList();
        var bound = stored.Select((c, i) => Bind(c, $"c{i}")).ToList();
        var wanted = bound.Where(b => b.Key is not null).Select(b => $"{b.Key}: {{name: '{b.Alias}', type: {Literal(b.Type)}, default_value: NULL}}").ToList();
        if (wanted.Count == 0) wanted.Add($"{Literal(AnyColumn)}: {{name: 'c0', type: 'BIGINT', default_value: NULL}}");
        var files = string.Join(", ", group.Files.Select(f => Literal(ParquetFiles.EscapeGlob(f.LocalName))));
        var source = $"read_parquet([{files}], hive_partitioning=false, schema=MAP {{{string.Join(", ", wanted)}}}) {Reader}";

        var perFile = columns.Where(physical.IsPartition).Select(c => new FileColumn(c.Name, f => PartitionLiteral(c, f))).Concat(extras).ToList();
        var values = stored.Zip(bound, (c, b) => (c.Name, Sql: b.Value)).ToList();
        if (perFile.Count > 0) values.AddRange(Literals(perFile, ref source, ct));
        if (group.Files[0].File.OnlyRows is { } only) source += Join("SEMI", [only], ct);
        else if (group.Vectors is not null) source += Join("ANTI", await DeletedAsync(vectors, ct), ct);

        var byName = values.ToDictionary(v => v.Name, v => v.Sql);
        return $"SELECT {string.Join(", ", columns.Select(c => c.Name).Concat(extras.Select(e => e.Name)).Select(n => $"{byName[n]} AS {Identifier(n)}"))} FROM {source}";
    }

    private (string? Key, string Alias, string Type, string Value) Bind(TableColumn column, string alias)
    {
        var value = $"{Reader}.{alias}";
        if (group.Shape is not { } shape) return (physical.FileKey(column), alias, physical.FileType(column), physical.FromFile(column, value));
        var found = new ShapeBinder(snapshot, physical, shape, group.Files[0].File).Bind(column, MayBeOld(column));
        return found is var (name, plan) ? (Literal(name), alias, plan.Type, plan.Of(value)) : (null, alias, "", $"CAST(NULL AS {column.Type.DuckDbType})");
    }

    /// <summary>False when statistics prove that no value is from before the calendars agree.</summary>
    private bool MayBeOld(TableColumn column) =>
        column.Type is not PrimitiveType type || !group.Files.All(f => IsRecent(ColumnBounds.OfStatistics(f.File, physical.Name(column), type).Min));

    private static bool IsRecent(object? least) => least switch
    {
        DateOnly date => date.Year >= 1583,
        DateTime time => time.Year >= 1901,
        _ => false,
    };

    private string PartitionLiteral(TableColumn column, DataFile file)
    {
        try
        {
            return PartitionValue.Sql(physical.PartitionText(column, file), column.Type);
        }
        catch (FormatException e)
        {
            throw BrokenPartition(e);
        }
    }

    private IEnumerable<(string Name, string Sql)> Literals(IReadOnlyList<FileColumn> perFile, ref string source, CancellationToken ct)
    {
        var literals = group.Files.Select(f => perFile.Select(c => c.Literal(f.File)).ToList()).ToList();
        var constant = literals.All(l => l.SequenceEqual(literals[0]));
        var rows = (constant ? literals.Take(1) : literals).Select((l, i) => $"({i}::UBIGINT, {string.Join(", ", l)})");
        var table = session.NextTemporaryName();
        try
        {
            session.Execute($"CREATE TEMP TABLE {table} AS SELECT * FROM (VALUES {string.Join(", ", rows)}) v(i, {string.Join(", ", perFile.Select((_, i) => $"x{i}"))})", ct);
        }
        catch (DuckDBException e)
        {
            throw BrokenPartition(e);
        }

        if (constant) return perFile.Select((c, i) => (c.Name, literals[0][i]));
        source += $" JOIN {table} v ON {Reader}.file_index = v.i";
        return perFile.Select((c, i) => (c.Name, $"v.x{i}"));
    }

    private async Task<IReadOnlyList<IReadOnlyList<long>>> DeletedAsync(DeletionVectorReader vectors, CancellationToken ct)
    {
        var deleted = new List<IReadOnlyList<long>>();
        for (var i = 0; i < group.Files.Count; i++) deleted.Add(await vectors.ReadAsync(group.Files[i].File, group.Vectors![i], ct));
        return deleted;
    }

    /// <summary>A join with rows of each file.</summary>
    private string Join(string kind, IReadOnlyList<IReadOnlyList<long>> rows, CancellationToken ct)
    {
        var table = session.NextTemporaryName();
        session.Execute($"CREATE TEMP TABLE {table} (i UBIGINT, r BIGINT)", ct);
        using (var appender = session.Connection.CreateAppender("temp", "main", table))
        {
            for (var i = 0; i < rows.Count; i++)
            {
                foreach (var row in rows[i]) appender.CreateRow().AppendValue((ulong)i).AppendValue(row).EndRow();
            }
        }

        return $" {kind} JOIN {table} d ON {Reader}.file_index = d.i AND {Reader}.file_row_number = d.r";
    }

    private DeltaException BrokenPartition(Exception cause) => new(
        DeltaErrorCode.Corrupt,
        $"Table '{snapshot.Table.Path}', version {snapshot.Version}: a partition value of data file '{group.Files[0].File.Key.Path}' or another "
        + $"is not of its column's type ({cause.Message}).",
        cause);
}

/// <summary>A column that has one value a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Literal">The value as SQL.</param>
internal sealed record FileColumn(string Name, Func<DataFile, string> Literal);
