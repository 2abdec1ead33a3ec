using Lakehouse.Delta.Writing;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.Spark.Files;
using Lakehouse.Engine.Spark.Session;
using Lakehouse.Features;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Conform;

/// <summary>Rows that stand between two steps of a conform: Parquet in a directory inside silver that no version will ever name, deleted at the end.</summary>
/// <remarks>What a killed process leaves is garbage that vacuum takes, as with any file that was not committed.</remarks>
/// <param name="session">The session.</param>
/// <param name="directory">The directory.</param>
/// <param name="description">What Spark's pages and a failure call the jobs.</param>
internal sealed class ConformScratch(SparkSession session, StagedDirectory directory, string description) : IAsyncDisposable
{
    /// <summary>Relations of the source, of silver, of the driver's candidates and of the scratch itself.</summary>
    public SparkScan Relations { get; } = new(session);

    /// <summary>Where a part of it lies.</summary>
    public string PathOf(string part) => $"{directory.Location}/{part}";

    /// <summary>Writes a query's rows.</summary>
    /// <param name="part">Name of the part.</param>
    /// <param name="sql">The query.</param>
    /// <param name="splitColumn">A column whose values lie in directories of their own; null for none.</param>
    /// <param name="ct">Cancels.</param>
    public Task WriteAsync(string part, string sql, string? splitColumn, CancellationToken ct) => SparkJobs.RunAsync(session, $"{description}: {part} rows", () =>
    {
        var writer = session.Sql(sql).Write().Mode("errorifexists");
        (splitColumn is null ? writer : writer.PartitionBy(splitColumn)).Parquet(SparkPath.Of(PathOf(part)));
    }, ct, sql);

    /// <summary>A relation of a part's rows.</summary>
    public Task<string> ReadAsync(string part, IReadOnlyList<Field> fields, CancellationToken ct) => SparkJobs.RunAsync(session, $"{description}: {part} rows", () =>
        Relations.Named(session.Read().Format("parquet").Schema(SparkSchema.Ddl(SchemaMapping.ToDelta(fields).Columns)).Load(SparkPath.Of(PathOf(part)))), ct);

    /// <summary>The only row of a query.</summary>
    public Task<Row> SingleAsync(string sql, CancellationToken ct) => SparkJobs.RunAsync(session, $"{description}: totals", () => session.Sql(sql).Collect().Single(), ct, sql);

    /// <summary>The rows of a query, which must be few.</summary>
    public Task<IReadOnlyList<Row>> RowsAsync(string sql, CancellationToken ct) =>
        SparkJobs.RunAsync(session, $"{description}: totals", IReadOnlyList<Row> () => [.. session.Sql(sql).Collect()], ct, sql);

    public async ValueTask DisposeAsync()
    {
        Relations.Dispose();
        await directory.DisposeAsync();
    }
}
