using DuckDB.NET.Data;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Pipelines.Internal.Ingest;

/// <summary>A Parquet file, copied by DuckDB with its own column names and types.</summary>
internal sealed class ParquetSource : ISourceReader
{
    private const string RowNumber = "file_row_number";
    private readonly DuckDbSession session;
    private readonly SourceFile file;
    private readonly IReadOnlyList<(string Name, string DuckDbType)> described;

    private ParquetSource(DuckDbSession session, SourceFile file, IReadOnlyList<(string Name, string DuckDbType)> described)
    {
        this.session = session;
        this.file = file;
        this.described = described;
        Columns = [.. described.Select(d => new TableColumn(BronzeSchema.LegalName(d.Name), DeltaTypeOf(d.Name, d.DuckDbType)))];
    }

    public IReadOnlyList<TableColumn> Columns { get; }

    public bool IsText => false;

    /// <exception cref="JobException">The file is no complete Parquet file, or has a column that bronze cannot hold.</exception>
    public static ParquetSource Open(DuckDbSession session, SourceFile file)
    {
        var columns = new List<(string Name, string DuckDbType)>();
        try
        {
            using var command = session.Connection.CreateCommand();
            command.CommandText = $"DESCRIBE SELECT * FROM read_parquet({Pattern(file)}, hive_partitioning=false)";
            using var reader = command.ExecuteReader();
            while (reader.Read()) columns.Add((reader.GetString(0), reader.GetString(1)));
        }
        catch (DuckDBException e)
        {
            throw Broken(file, e);
        }

        BronzeSchema.CheckNames([.. columns.Select(c => BronzeSchema.LegalName(c.Name))], file.RelativePath);
        if (columns.Any(c => string.Equals(c.Name, RowNumber, StringComparison.OrdinalIgnoreCase)))
            throw new JobException(1, $"{file.RelativePath}: column {RowNumber} has a name that the reader needs itself. Rename it.");
        return new ParquetSource(session, file, columns);
    }

    public async Task<long> WriteAsync(Transaction transaction, WriterOptions options, CancellationToken ct)
    {
        var columns = transaction.Schema.Columns.Select(c => $"{Expression(c)} AS {DuckDbSession.Identifier(c.Name)}");
        var query = $"SELECT {string.Join(", ", columns)} FROM read_parquet({Pattern(file)}, hive_partitioning=false, file_row_number=true)";
        try
        {
            return await transaction.WriteQueryAsync(session, query, options, ct);
        }
        catch (DuckDBException e)
        {
            throw Broken(file, e);
        }
    }

    private string Expression(TableColumn column)
    {
        if (column.Name == ContractDefinition.SourceFileColumn) return DuckDbSession.Literal(file.RelativePath);
        if (column.Name == ContractDefinition.SourceRowColumn) return RowNumber;
        var own = described.FirstOrDefault(d => string.Equals(BronzeSchema.LegalName(d.Name), column.Name, StringComparison.OrdinalIgnoreCase));
        if (own.Name is null) return $"CAST(NULL AS {column.Type.DuckDbType})";
        var name = DuckDbSession.Identifier(own.Name);
        // A cast would cut nanoseconds off silently.
        return own.DuckDbType == "TIMESTAMP_NS"
            ? $"CASE WHEN epoch_ns({name}) % 1000 = 0 OR {name} IS NULL THEN CAST({name} AS TIMESTAMP) ELSE error('nanoseconds') END"
            : $"CAST({name} AS {column.Type.DuckDbType})";
    }

    private DeltaType DeltaTypeOf(string column, string type) => DuckDbTypeText.Read(type)
        ?? throw new JobException(1, $"{file.RelativePath}: column {column} is of type {type}, which a Delta table cannot hold. Convert the column or leave it out.");

    private static string Pattern(SourceFile file) => DuckDbSession.Literal(file.FullPath.Replace("[", "[[]").Replace("*", "[*]").Replace("?", "[?]"));

    // DuckDB's own text may quote values of the file, so it is kept as the cause only.
    private static JobException Broken(SourceFile file, DuckDBException cause) => cause.Message.Contains("nanoseconds")
        ? new JobException(1, $"{file.RelativePath}: a timestamp has nanoseconds; bronze holds microseconds. Round the column in the source. Nothing of it was ingested.", cause)
        : cause.Message.StartsWith("Out of Memory", StringComparison.Ordinal)
        ? new JobException(1, $"{file.RelativePath}: the memory limit is too low. Raise engine.memory_limit in lakehouse.yaml. Nothing of it was ingested.", cause)
        : new JobException(1, $"{file.RelativePath} is not a complete, readable Parquet file. Write it again. Nothing of it was ingested.", cause);
}
