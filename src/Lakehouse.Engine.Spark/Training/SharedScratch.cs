using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.Spark.Files;
using Lakehouse.Engine.Spark.Session;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Training;

/// <summary>A directory of Parquet files that Spark and the driver exchange and no table names; it goes when the work ends.</summary>
/// <remarks>
/// Driver and executors must see one file system there: inside the table where that lies on a path, else in the driver's temporary directory. What a killed driver leaves in a
/// table is garbage that vacuum takes.
/// </remarks>
internal sealed class SharedScratch : IDisposable
{
    private readonly SparkSession spark;
    private readonly string directory;
    private readonly string? ownRoot;
    private readonly SparkScan relations;
    private int given;
    private int written;

    public SharedScratch(SparkSession spark, DeltaTable table, DuckDbOptions driver)
    {
        this.spark = spark;
        relations = new(spark);
        var root = Path.IsPathRooted(table.Path) ? table.Path : driver.TempDirectory ?? Path.GetTempPath();
        ownRoot = Directory.Exists(root) ? null : root;
        directory = Path.Combine(root, $"scratch-{Guid.NewGuid():N}");
        Directory.CreateDirectory(directory);
    }

    /// <summary>A query of the driver as a relation for Spark.</summary>
    public string Give(DuckDbSession session, string sql, CancellationToken ct)
    {
        var file = Path.Combine(directory, $"given-{given++}.parquet");
        session.Execute($"COPY ({sql}) TO {DuckDbSession.Literal(file)} (FORMAT parquet, ROW_GROUP_SIZE 122880)", ct);
        return View(file);
    }

    /// <summary>A query of Spark as files in the order of its parts, for the driver to read.</summary>
    /// <param name="what">What Spark's pages call it.</param>
    /// <param name="sql">The query.</param>
    /// <param name="partColumn">Its column with the number of a row's part, each of which becomes one file, its rows in the query's order; null where any files do.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<ScratchFiles> WriteAsync(string what, string sql, string? partColumn, CancellationToken ct)
    {
        var path = Path.Combine(directory, $"written-{written++}");
        await SparkJobs.RunAsync(spark, what, () =>
        {
            var writer = spark.Sql(sql).Write();
            (partColumn is null ? writer : writer.PartitionBy(partColumn)).Parquet(SparkPath.Of(path));
        }, ct, sql);
        var files = Directory.EnumerateFiles(path, "*.parquet", SearchOption.AllDirectories);
        return new(path, partColumn is null ? [.. files.Order(StringComparer.Ordinal)] : InOrder([.. files], $"{partColumn}="));
    }

    /// <summary>Files as a relation for Spark.</summary>
    public string View(string path) => relations.Named(spark.Read().Parquet(SparkPath.Of(path)));

    public void Dispose()
    {
        Directory.Delete(directory, recursive: true);
        if (ownRoot is not null && !Directory.EnumerateFileSystemEntries(ownRoot).Any()) Directory.Delete(ownRoot);
        relations.Dispose();
    }

    private static List<string> InOrder(List<string> files, string prefix)
    {
        long Number(string file) => long.Parse(Path.GetFileName(Path.GetDirectoryName(file)!)[prefix.Length..], CultureInfo.InvariantCulture);
        files.Sort((x, y) => Number(x).CompareTo(Number(y)));
        return files;
    }
}

/// <summary>Files that Spark wrote.</summary>
/// <param name="Directory">Where they lie.</param>
/// <param name="Paths">The files in order.</param>
internal sealed record ScratchFiles(string Directory, IReadOnlyList<string> Paths)
{
    /// <summary>The files as a table function of DuckDB, which keeps their order.</summary>
    /// <remarks>A name is a pattern there: what means something in one is written so that it means itself.</remarks>
    public string Relation =>
        $"read_parquet([{string.Join(", ", Paths.Select(p => DuckDbSession.Literal(p.Replace("[", "[[]").Replace("*", "[*]").Replace("?", "[?]"))))}], hive_partitioning = false)";
}
