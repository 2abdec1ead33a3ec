using System.Collections;
using System.Globalization;
using DuckDB.NET.Data;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Copies the rows of queries over stored columns into data files, in the queries' order.</summary>
/// <remarks>
/// DuckDB's own file rotation gives up the order of rows. So a query first goes into one file; only when that has become larger than the target is it read again, piece by
/// piece, into files of equal numbers of rows, and deleted.
/// </remarks>
/// <param name="transaction">The transaction that gets the files.</param>
/// <param name="session">The session that runs the queries.</param>
/// <param name="options">Size of row groups and files, and tags.</param>
/// <param name="stored">The table's stored columns.</param>
internal sealed class FileCopy(Transaction transaction, DuckDbSession session, WriterOptions options, StoredColumns stored)
{
    private static readonly string KeyValues = string.Join(", ", PendingFile.KeyValueMetadata.Select(p => $"{Literal(p.Key)}: {Literal(p.Value)}"));
    private readonly DeltaTable table = transaction.Table;

    /// <summary>The files so far; they are not the transaction's yet.</summary>
    public List<PendingFile> Written { get; } = [];

    /// <summary>Writes a query's rows; one without rows leaves no file.</summary>
    /// <param name="source">A SELECT of the stored columns.</param>
    /// <param name="partitionValues">Partition values by stored name.</param>
    /// <param name="directory">Directory below the root with a trailing slash, or empty.</param>
    /// <param name="ct">Cancels.</param>
    public async Task WriteAsync(string source, IReadOnlyDictionary<string, string?> partitionValues, string directory, CancellationToken ct)
    {
        var (file, local) = await CopyAsync(source, partitionValues, directory, ct);
        var pieces = Pieces(file.Rows, file.Size);
        if (pieces > 1) await SplitAsync(file, local, pieces, directory, ct);
        else if (file.Rows == 0) await table.Storage.DiscardAsync(file.Path);
        else await PublishAsync(file, ct);
    }

    private long Pieces(long rows, long bytes) => Math.Min(Math.Max(Quotient(rows, options.FileRows), Quotient(bytes, options.FileBytes)), Math.Max(rows, 1));

    private async Task SplitAsync(PendingFile whole, string local, long pieces, string directory, CancellationToken ct)
    {
        try
        {
            var rows = Quotient(whole.Rows, pieces);
            var columns = string.Join(", ", stored.Physical.Select(c => Identifier(c.Name)));
            for (var from = 0L; from < whole.Rows; from += rows)
            {
                var piece = $"SELECT {columns} FROM read_parquet({Literal(ParquetFiles.EscapeGlob(local))}, hive_partitioning=false, file_row_number=true) "
                    + $"WHERE file_row_number >= {from} AND file_row_number < {from + rows}";
                await PublishAsync((await CopyAsync(piece, whole.PartitionValues, directory, ct)).File, ct);
            }
        }
        finally
        {
            await table.Storage.DiscardAsync(whole.Path);
        }
    }

    private async Task<(PendingFile File, string Local)> CopyAsync(string source, IReadOnlyDictionary<string, string?> partitionValues, string directory, CancellationToken ct)
    {
        var path = directory + PendingFile.NewName();
        var target = table.Storage.BeginFile(path);
        var copy = $"COPY ({source}) TO {Literal(target)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {options.RowGroupRows}, RETURN_STATS, KV_METADATA {{{KeyValues}}}"
            + $"{stored.FieldIdsOption})";
        try
        {
            var (rows, bytes, statistics) = await Task.Run(() => session.Read(copy, Statistics, ct), ct);
            var leaves = stored.Physical.SelectMany(c => QueryStatistics.Leaves([c.Name], c.Type, statistics)).Where(l => stored.Indexed.Contains(l.Path));
            return (new PendingFile(path, partitionValues, bytes, ModificationTimeMillis: 0, rows, LeafStatistics.ToJson(rows, leaves), options.Tags), target);
        }
        catch (Exception e)
        {
            await table.Storage.DiscardAsync(path);
            if (e is DuckDBException && IsStorage(e)) throw PendingFile.Unwritable(table, path, e);
            throw;
        }
    }

    private async Task PublishAsync(PendingFile file, CancellationToken ct)
    {
        try
        {
            var published = await table.Storage.PublishAsync(file.Path, ct);
            Written.Add(file with { Size = published.Size, ModificationTimeMillis = published.ModificationTimeMillis });
        }
        catch
        {
            await table.Storage.DiscardAsync(file.Path);
            throw;
        }
    }

    private static long Quotient(long whole, long part) => (whole + part - 1) / part;

    private static bool IsStorage(Exception e) => e.Message.StartsWith("IO Error", StringComparison.Ordinal) || e.Message.Contains("No space left", StringComparison.Ordinal);

    private static (long Rows, long Bytes, IDictionary Statistics) Statistics(DuckDBDataReader reader)
    {
        var (rows, bytes) = (0L, 0L);
        IDictionary statistics = new Dictionary<string, object>();
        while (reader.Read())
        {
            rows += Number(reader, "count");
            bytes += Number(reader, "file_size_bytes");
            if (reader.GetValue(reader.GetOrdinal("column_statistics")) is IDictionary found) statistics = found;
        }

        return (rows, bytes, statistics);
    }

    private static long Number(DuckDBDataReader reader, string column) => Convert.ToInt64(reader.GetValue(reader.GetOrdinal(column)), CultureInfo.InvariantCulture);
}
