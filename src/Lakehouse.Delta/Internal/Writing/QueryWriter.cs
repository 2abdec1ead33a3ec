using System.Collections;
using System.Globalization;
using DuckDB.NET.Data;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Writes a query's rows by DuckDB's COPY: one file, or one a partition.</summary>
/// <param name="transaction">The transaction that gets the files.</param>
/// <param name="session">The session that runs the query.</param>
/// <param name="options">Size of row groups and tags.</param>
internal sealed class QueryWriter(Transaction transaction, DuckDbSession session, WriterOptions options)
{
    private readonly DeltaTable table = transaction.Table;
    private readonly IReadOnlyList<TableColumn> columns = transaction.Schema.Columns;
    private readonly IReadOnlyList<string> partitions = transaction.Metadata.PartitionColumns;

    public async Task<long> WriteAsync(string query, CancellationToken ct)
    {
        RequireColumns(session.Read($"DESCRIBE {query}", FirstColumn, ct));
        var casts = string.Join(", ", columns.Select(c => $"CAST({Identifier(c.Name)} AS {c.Type.DuckDbType}) AS {Identifier(c.Name)}"));
        var source = $"SELECT {casts} FROM ({query})";
        var written = new List<PendingFile>();
        try
        {
            if (partitions.Count == 0) await CopyAsync(source, new Dictionary<string, string?>(), "", written, ct);
            else await WritePartitionsAsync(source, written, ct);
        }
        catch
        {
            foreach (var file in written) await table.Storage.DiscardAsync(file.Path);
            throw;
        }

        foreach (var file in written) transaction.Add(file);
        return written.Sum(f => f.Rows);
    }

    private async Task WritePartitionsAsync(string source, List<PendingFile> written, CancellationToken ct)
    {
        var rows = session.NextTemporaryName();
        var texts = string.Join(", ", partitions.Select((p, i) => $"{PartitionText(columns.First(c => c.Name == p))} AS __partition_{i}"));
        var names = string.Join(", ", partitions.Select((_, i) => $"__partition_{i}"));
        var kept = string.Join(", ", columns.Where(c => !partitions.Contains(c.Name)).Select(c => Identifier(c.Name)));
        await Task.Run(() => session.Execute($"CREATE TEMP TABLE {rows} AS SELECT *, {texts} FROM ({source})", ct), ct);
        try
        {
            var tuples = session.Read($"SELECT DISTINCT {names} FROM {rows} ORDER BY ALL", Tuples, ct);
            RequireNoNullPartition(tuples);
            foreach (var values in tuples)
            {
                var filter = string.Join(" AND ", values.Select((v, i) => $"__partition_{i} IS NOT DISTINCT FROM {(v is null ? "NULL" : Literal(v))}"));
                var directory = string.Concat(partitions.Select((p, i) => DeltaPath.PartitionDirectory(p, values[i]) + "/"));
                var partitionValues = partitions.Select((p, i) => (p, values[i])).ToDictionary(x => x.p, x => x.Item2);
                await CopyAsync($"SELECT {kept} FROM {rows} WHERE {filter}", partitionValues, directory, written, ct);
            }
        }
        finally
        {
            session.Execute($"DROP TABLE IF EXISTS {rows}", CancellationToken.None);
        }
    }

    private async Task CopyAsync(string source, IReadOnlyDictionary<string, string?> partitionValues, string directory, List<PendingFile> written, CancellationToken ct)
    {
        var path = directory + PendingFile.NewName();
        var metadata = string.Join(", ", PendingFile.KeyValueMetadata.Select(p => $"{Literal(p.Key)}: {Literal(p.Value)}"));
        var target = table.Storage.BeginFile(path);
        var copy = $"COPY ({source}) TO {Literal(target)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {options.RowGroupRows}, RETURN_STATS, KV_METADATA {{{metadata}}})";
        try
        {
            var (rows, statistics) = await Task.Run(() => session.Read(copy, Statistics, ct), ct);
            if (rows == 0)
            {
                await table.Storage.DiscardAsync(path);
                return;
            }

            RequireNotNull(statistics);
            var stored = await table.Storage.PublishAsync(path, ct);
            var stats = LeafStatistics.ToJson(rows, Leaves(statistics).Take(LeafStatistics.DefaultIndexedColumns));
            written.Add(new PendingFile(path, partitionValues, stored.Size, stored.ModificationTimeMillis, rows, stats, options.Tags));
        }
        catch (Exception e)
        {
            await table.Storage.DiscardAsync(path);
            if (e is DuckDBException && IsStorage(e)) throw PendingFile.Unwritable(table, path, e);
            throw;
        }
    }

    private static bool IsStorage(Exception e) => e.Message.StartsWith("IO Error", StringComparison.Ordinal) || e.Message.Contains("No space left", StringComparison.Ordinal);

    private void RequireColumns(IReadOnlyList<string> found)
    {
        var missing = columns.Where(c => !found.Contains(c.Name, StringComparer.OrdinalIgnoreCase)).Select(c => c.Name).ToList();
        var unknown = found.Where(f => transaction.Schema.Find(f) is null).ToList();
        if (missing.Count + unknown.Count == 0) return;
        throw new DeltaException(
            DeltaErrorCode.SchemaMismatch,
            $"The query's columns are not those of table '{table.Path}': missing [{string.Join(", ", missing)}], unknown [{string.Join(", ", unknown)}].");
    }

    private void RequireNotNull(IDictionary statistics)
    {
        foreach (var column in columns.Where(c => !c.Nullable && c.Type is PrimitiveType && !partitions.Contains(c.Name)))
        {
            if (Text(statistics, Identifier(column.Name), "null_count") is not (null or "0")) throw HasNull(column.Name);
        }
    }

    private void RequireNoNullPartition(IReadOnlyList<string?[]> tuples)
    {
        for (var i = 0; i < partitions.Count; i++)
        {
            if (!columns.First(c => c.Name == partitions[i]).Nullable && tuples.Any(t => t[i] is null)) throw HasNull(partitions[i]);
        }
    }

    private DeltaException HasNull(string column) => new(
        DeltaErrorCode.SchemaMismatch,
        $"Column '{column}' of table '{table.Path}' is NOT NULL, but rows have no value for it (an empty text is none in a partition column).");

    private IEnumerable<LeafStatistics> Leaves(IDictionary statistics) =>
        columns.Where(c => !partitions.Contains(c.Name)).SelectMany(c => QueryStatistics.Leaves([c.Name], c.Type, statistics));

    private static string? Text(IDictionary statistics, string column, string kind) => QueryStatistics.Text(statistics, column, kind);

    /// <summary>A partition value as the log spells it; an empty text is NULL there.</summary>
    private static string PartitionText(TableColumn column) => ((PrimitiveType)column.Type).Name switch
    {
        "timestamp" => $"strftime({Identifier(column.Name)}, '%Y-%m-%dT%H:%M:%S.%fZ')",
        "timestamp_ntz" => $"strftime({Identifier(column.Name)}, '%Y-%m-%d %H:%M:%S.%f')",
        "float" or "double" => $"CASE CAST({Identifier(column.Name)} AS VARCHAR) WHEN 'nan' THEN 'NaN' WHEN 'inf' THEN 'Infinity' WHEN '-inf' THEN '-Infinity' "
            + $"ELSE CAST({Identifier(column.Name)} AS VARCHAR) END",
        _ => $"NULLIF(CAST({Identifier(column.Name)} AS VARCHAR), '')",
    };

    private static List<string> FirstColumn(DuckDBDataReader reader)
    {
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    }

    private static List<string?[]> Tuples(DuckDBDataReader reader)
    {
        var tuples = new List<string?[]>();
        while (reader.Read()) tuples.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))]);
        return tuples;
    }

    private static (long Rows, IDictionary Statistics) Statistics(DuckDBDataReader reader)
    {
        var rows = 0L;
        IDictionary statistics = new Dictionary<string, object>();
        while (reader.Read())
        {
            rows += Convert.ToInt64(reader.GetValue(reader.GetOrdinal("count")), CultureInfo.InvariantCulture);
            if (reader.GetValue(reader.GetOrdinal("column_statistics")) is IDictionary found) statistics = found;
        }

        return (rows, statistics);
    }
}
