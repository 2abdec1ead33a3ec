using Lakehouse.Delta;
using Lakehouse.Delta.Writing;
using Lakehouse.Engine.Spark.Session;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Files;

/// <summary>Lets Spark write data files that a transaction of the driver commits.</summary>
/// <remarks>
/// Spark writes into a directory of the table that no reader sees; the driver reads the footers. On failure and cancellation the directory goes at once, on a lost race with the
/// transaction; what a killed driver leaves is garbage that vacuum takes.
/// </remarks>
/// <param name="session">The session.</param>
internal sealed class SparkFiles(SparkSession session)
{
    /// <summary>Writes a query's rows and adds the files to the transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="query">A SELECT of exactly the table's columns, in their types, and <see cref="SparkWriteOptions.SplitColumn"/>; sorted as files shall be.</param>
    /// <param name="description">What a failure calls it.</param>
    /// <param name="options">Layout.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The files; none where the query has no rows.</returns>
    /// <exception cref="EngineException">Spark failed.</exception>
    /// <exception cref="DeltaException">The query's columns do not fit the table.</exception>
    public Task<IReadOnlyList<StagedFile>> WriteAsync(Transaction transaction, string query, string description, SparkWriteOptions options, CancellationToken ct) =>
        WriteAsync(transaction, () => session.Sql(query), description, options, ct, query);

    /// <summary>The same for rows of any frame.</summary>
    public async Task<IReadOnlyList<StagedFile>> WriteAsync(
        Transaction transaction, Func<DataFrame> frame, string description, SparkWriteOptions options, CancellationToken ct, string? sql = null)
    {
        var directory = transaction.StageDirectory();
        try
        {
            await SparkJobs.RunAsync(session, description, () => Save(frame(), directory, options), ct, sql);
            return await directory.AddFilesAsync(path => options.SplitColumn is { } split ? options.Tags(SplitValue(split, path)) : options.Tags(""), ct);
        }
        catch
        {
            await directory.DisposeAsync();
            throw;
        }
    }

    private static void Save(DataFrame frame, StagedDirectory directory, SparkWriteOptions options)
    {
        var rows = options.Files is { } files ? frame.Coalesce(files) : frame;
        var writer = rows.Write().Format("parquet").Mode("errorifexists")
            .Option("compression", "zstd")
            .Option("maxRecordsPerFile", options.FileRows)
            .Option("parquet.block.size", options.RowGroupBytes)
            .Option("mapreduce.fileoutputcommitter.marksuccessfuljobs", false);
        if (options.SplitColumn is { } split) writer = writer.PartitionBy(split);
        writer.Save(SparkPath.Of(directory.Location));
    }

    /// <summary>Spark puts each value into a directory <c>column=value</c>.</summary>
    private static string SplitValue(string column, string path) =>
        path.Split('/')[0] is var name && name.StartsWith(column + "=", StringComparison.Ordinal) ? name[(column.Length + 1)..] : "";
}
