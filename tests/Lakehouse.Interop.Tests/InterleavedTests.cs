using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Maintenance;
using Lakehouse.Delta.Operations;
using Lakehouse.Interop.Tests.Linter;
using Lakehouse.Interop.Tests.Rows;
using Lakehouse.Interop.Tests.Spark;
using Lakehouse.Interop.Tests.Tables;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Interop.Tests;

/// <summary>Spark and we take turns on one table, as a seed says.</summary>
public sealed class InterleavedTests(SparkHost host) : IDisposable
{
    private const int Steps = 8;
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("lakehouse-interop-");
    private readonly DuckDbSession session = new();

    /// <summary>Two seeds, or as many as LAKEHOUSE_INTEROP_SEEDS says.</summary>
    public static TheoryData<int> Seeds =>
        [.. Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("LAKEHOUSE_INTEROP_SEEDS"), CultureInfo.InvariantCulture, out var seeds) ? seeds : 2)];

    public void Dispose()
    {
        session.Dispose();
        directory.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Steps_OfBothInTurns_BothSeeTheSameRowsAfterEachAndAtAnOlderVersion(int seed)
    {
        var sql = new SparkSql(host);
        var random = new Random(seed);
        var table = DeltaTable.ForPath(Path.Combine(directory.FullName, "table"));
        var source = SparkView.Source(table.Path);
        await CreateAsync(sql, table, source, oursFirst: seed % 2 == 1);
        for (var step = 0; step < Steps; step++)
        {
            var first = random.Next(30);
            if (step % 2 == 0) await OurStepAsync(table, random.Next(8), first);
            else SparkStep(sql, source, random.Next(7), first);

            var newest = await SparkView.VerifyNewestAsync(sql, table.Path);
            if (step % 3 == 2) await SparkView.VerifyAsync(sql, await table.GetSnapshotAsync(random.Next((int)newest.Version), Cancel));
        }

        await VerifyEndAsync(sql, table, source);
    }

    [Fact]
    public async Task Vacuum_BySparkOfAllThatIsNotLive_OurFilesInOddPartitionsStay()
    {
        var sql = new SparkSql(host);
        using var ours = new TableWriter();
        await ours.CreateAsync(TableWriter.Columns(("id", "long"), ("p", "string")), Extremes.NastyTexts, ["p"]);
        await ours.AppendAsync(Extremes.NastyTexts);
        await ours.Table.OptimizeAsync(ct: Cancel);
        var live = await ours.Table.GetSnapshotAsync(ct: Cancel);
        var files = Directory.GetFiles(ours.Path, "*.parquet", SearchOption.AllDirectories).Length;

        sql.Run($"VACUUM {SparkView.Source(ours.Path)} RETAIN 0 HOURS");

        Directory.GetFiles(ours.Path, "*.parquet", SearchOption.AllDirectories).Length.Should().Be(live.Files.Count).And.BeLessThan(files, "Spark deleted what was compacted");
        await SparkView.VerifyNewestAsync(sql, ours.Path);
    }

    [Fact]
    public async Task Stream_OfOurAppends_GivesEveryRowOnce()
    {
        var sql = new SparkSql(host);
        using var ours = new TableWriter();
        await ours.CreateAsync(TableWriter.IdAndText, TableWriter.Ids(0, 3), null, ("delta.checkpointInterval", "2"));
        for (var i = 1; i < 4; i++) await ours.AppendAsync(TableWriter.Ids(i * 10, 2));

        var streamed = sql.Stream(ours.Path);

        var snapshot = await ours.Table.GetSnapshotAsync(ct: Cancel);
        streamed.Rows.Select(r => SparkRowText.Of(r, snapshot.Schema)).Order(StringComparer.Ordinal).Should().Equal(await OurRows.ReadAsync(snapshot));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TableOperations Operations(DeltaTable table) => new(table, session);

    private async Task CreateAsync(SparkSql sql, DeltaTable table, string source, bool oursFirst)
    {
        if (!oursFirst)
        {
            sql.Run(
                $"CREATE TABLE {source} (id BIGINT, s STRING, p STRING) USING delta PARTITIONED BY (p) "
                + "TBLPROPERTIES ('delta.enableDeletionVectors'='true', 'delta.checkpointInterval'='3')");
            return;
        }

        var schema = TableWriter.Columns(("id", "long"), ("s", "string"), ("p", "string"));
        var created = await Operations(table).CreateAsync(schema, ["p"], new Dictionary<string, string> { ["delta.checkpointInterval"] = "3" }, Rows(0), ct: Cancel);
        created.Commit.Should().BeOfType<Committed>();
    }

    private async Task OurStepAsync(DeltaTable table, int kind, int first)
    {
        var operations = Operations(table);
        var schema = (await table.GetSnapshotAsync(ct: Cancel)).Schema;
        switch (kind)
        {
            case 0 or 1: await operations.AppendAsync(Rows(first), ct: Cancel); break;
            case 2: await operations.DeleteAsync(ScanPredicate.Parse($"id > {first}", schema), ct: Cancel); break;
            case 3: await operations.UpdateAsync([new("s", "s || 'ü'")], ScanPredicate.Parse($"id < {first}", schema), ct: Cancel); break;
            case 4: await operations.MergeAsync(Merged(first), ct: Cancel); break;
            case 5: await operations.OverwritePartitionsAsync(Rows(first), ct: Cancel); break;
            case 6: await table.OptimizeAsync(ct: Cancel); break;
            default: await table.RestoreAsync(new RestoreOptions { Version = (await table.GetSnapshotAsync(ct: Cancel)).Version / 2 }, Cancel); break;
        }
    }

    private static Merge Merged(int id) =>
        new Merge(RowSource.Query($"SELECT {id} AS id, 'merged' AS s, 'é/%' AS p"), ["id"]).WhenMatchedUpdateAll().WhenNotMatchedInsertAll();

    private static void SparkStep(SparkSql sql, string source, int kind, int first) => sql.Run(kind switch
    {
        0 or 1 => $"INSERT INTO {source} (id, s, p) SELECT id, 'spark ' || id, CASE id % 3 WHEN 0 THEN 'é/%' WHEN 1 THEN 'a b=c' END FROM range({first}, {first + 5}, 1, 1)",
        2 => $"DELETE FROM {source} WHERE id % 5 = {first % 5}",
        3 => $"UPDATE {source} SET s = 'spark' WHERE id = {first}",
        4 => $"MERGE INTO {source} t USING (SELECT {first}L AS id) n ON t.id = n.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id, s, p) VALUES (n.id, NULL, 'a b=c')",
        5 => $"OPTIMIZE {source}",
        _ => $"VACUUM {source} RETAIN 200 HOURS",
    });

    /// <summary>Ids first to first + 4 in three partitions, NULL among them.</summary>
    private static RowSource Rows(int first) =>
        RowSource.Query($"SELECT i AS id, 'ours ' || i AS s, CASE i % 3 WHEN 0 THEN 'é/%' WHEN 1 THEN 'a b=c' END AS p FROM range({first}, {first + 5}) t(i)");

    private static async Task VerifyEndAsync(SparkSql sql, DeltaTable table, string source)
    {
        var newest = await table.GetSnapshotAsync(ct: Cancel);
        sql.Run($"DESCRIBE HISTORY {source}").Count().Should().Be(newest.Version + 1);
        (await DeltaLint.RunAsync(table.Path, foreign: true)).Where(f => f.StartsWith("E ", StringComparison.Ordinal)).Should().BeEmpty();
        sql.Run($"VACUUM {source} RETAIN 0 HOURS");
        (await SparkView.VerifyNewestAsync(sql, table.Path)).Version.Should().BeGreaterThanOrEqualTo(newest.Version);
    }
}
