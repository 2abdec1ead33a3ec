using DuckDB.NET.Data;
using Lakehouse.Delta.DuckDb;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Writes a query's rows partition by partition.</summary>
/// <remarks>
/// 1. The rows go into a temporary table with the texts of their partition values.
/// 2. The distinct tuples of texts are numbered, and the rows sorted by that number and their own order, so that each partition is one stretch of the table.
/// 3. Each stretch is copied; the engine skips the others by the bounds of the number.
/// </remarks>
/// <param name="session">The session.</param>
/// <param name="stored">The table's columns.</param>
/// <param name="files">Where the rows go.</param>
internal sealed class QueryPartitions(DuckDbSession session, StoredColumns stored, FileCopy files)
{
    private readonly string rows = session.NextTemporaryName();
    private readonly string tuples = session.NextTemporaryName();
    private readonly string sorted = session.NextTemporaryName();

    public async Task WriteAsync(string source, CancellationToken ct)
    {
        var names = Enumerable.Range(0, stored.Partitions.Count).Select(i => $"__partition_{i}").ToList();
        var list = string.Join(", ", names);
        var texts = string.Join(", ", stored.Partitions.Select((p, i) => $"{PartitionText.Sql(p, Identifier(p.Name))} AS {names[i]}"));
        try
        {
            await RunAsync($"CREATE TEMP TABLE {rows} AS SELECT *, {texts} FROM ({source})", ct);
            await RunAsync($"CREATE TEMP TABLE {tuples} AS SELECT *, row_number() OVER () AS __partition FROM (SELECT DISTINCT {list} FROM {rows} ORDER BY ALL)", ct);
            var same = string.Join(" AND ", names.Select(n => $"r.{n} IS NOT DISTINCT FROM t.{n}"));
            await RunAsync($"CREATE TEMP TABLE {sorted} AS SELECT r.*, t.__partition FROM {rows} r JOIN {tuples} t ON {same} ORDER BY t.__partition, r.rowid", ct);
            foreach (var (number, values) in session.Read($"SELECT __partition, {list} FROM {tuples} ORDER BY 1", Tuples, ct))
            {
                var partitionValues = stored.Partitions.Zip(values).ToDictionary(p => stored.Name(p.First), p => p.Second);
                await files.WriteAsync(stored.Select($"SELECT * FROM {sorted} WHERE __partition = {number}"), partitionValues, stored.Directory(values), ct);
            }
        }
        finally
        {
            session.Execute($"DROP TABLE IF EXISTS {sorted}; DROP TABLE IF EXISTS {tuples}; DROP TABLE IF EXISTS {rows}", CancellationToken.None);
        }
    }

    private Task RunAsync(string sql, CancellationToken ct) => Task.Run(() => session.Execute(sql, ct), ct);

    private static List<(long Number, string?[] Values)> Tuples(DuckDBDataReader reader)
    {
        var found = new List<(long, string?[])>();
        while (reader.Read())
            found.Add((reader.GetInt64(0), [.. Enumerable.Range(1, reader.FieldCount - 1).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))]));
        return found;
    }
}
