using DuckDB.NET.Data;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Writes a query's rows by DuckDB's COPY, checked against the table's rules: files of the target size, for each partition its own.</summary>
/// <param name="transaction">The transaction that gets the files.</param>
/// <param name="session">The session that runs the query.</param>
/// <param name="options">Size of row groups and files, and tags.</param>
/// <param name="required">A condition that all rows must meet, or null.</param>
internal sealed class QueryWriter(Transaction transaction, DuckDbSession session, WriterOptions options, ScanPredicate? required = null)
{
    private readonly DeltaTable table = transaction.Table;
    private readonly IReadOnlyList<TableColumn> columns = transaction.Schema.Columns;

    public async Task<long> WriteAsync(string query, CancellationToken ct)
    {
        if (transaction.ReadSnapshot is { } read) ProtocolGate.RequireWritable(transaction, read.State.Protocol);
        RequireColumns(session.Read($"DESCRIBE {query}", FirstColumn, ct));
        var stored = StoredColumns.Of(transaction);
        var given = columns.Where(c => !StoredColumns.IsVoid(c)).ToList();
        var checks = new RowChecks(transaction, required);
        var casts = string.Join(", ", given.Select(c => $"{Value(c)} AS {Identifier(c.Name)}"));
        var names = given.Select(c => Identifier(c.Name)).ToList();
        var source = $"SELECT {checks.Guard(names[0])} AS {names[0]}{string.Concat(names.Skip(1).Select(n => ", " + n))} FROM (SELECT {casts} FROM ({query}))";
        var files = new FileCopy(transaction, session, options, stored);
        try
        {
            if (stored.Partitions.Count == 0) await files.WriteAsync(stored.Select(source), new Dictionary<string, string?>(), directory: "", ct);
            else await new QueryPartitions(session, stored, files).WriteAsync(source, ct);
        }
        catch (Exception e)
        {
            foreach (var file in files.Written) await table.Storage.DiscardAsync(file.Path);
            if (RowError.Of(table.Path, e) is { } refused) throw refused;
            throw;
        }

        foreach (var file in files.Written) transaction.Add(file);
        return files.Written.Sum(f => f.Rows);
    }

    /// <summary>The log has no empty text: in a partition column it is NULL, and has to be before the rules judge it.</summary>
    private string Value(TableColumn column)
    {
        var value = $"CAST({Identifier(column.Name)} AS {column.Type.DuckDbType})";
        return column.Type is PrimitiveType { Name: "string" or "binary" } && transaction.Metadata.PartitionColumns.Contains(column.Name) ? $"NULLIF({value}, '')" : value;
    }

    private void RequireColumns(IReadOnlyList<string> found)
    {
        var missing = columns.Where(c => !StoredColumns.IsVoid(c) && !found.Contains(c.Name, StringComparer.OrdinalIgnoreCase)).Select(c => c.Name).ToList();
        var unknown = found.Where(f => transaction.Schema.Find(f) is null).ToList();
        if (missing.Count + unknown.Count == 0) return;
        throw new DeltaException(
            DeltaErrorCode.SchemaMismatch,
            $"The query's columns are not those of table '{table.Path}': missing [{string.Join(", ", missing)}], unknown [{string.Join(", ", unknown)}].");
    }

    private static List<string> FirstColumn(DuckDBDataReader reader)
    {
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    }
}
