using Lakehouse.Delta;
using Lakehouse.Engine.Spark.Files;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Files;

/// <summary>Spark reads what the driver writes and writes what the driver commits and reads: the same values, the same statistics.</summary>
public sealed class SparkFilesTests(SparkHost host) : IDisposable
{
    private readonly FilesFixture lake = new();

    [Fact]
    public async Task Write_OfWhatWasScanned_GivesTheSameRowsAndStatistics()
    {
        var original = await lake.WriteAsync("original", FilesFixture.Rows);
        using var scan = new SparkScan(host.Session);
        var relation = await scan.RelationAsync(original, files: null, FilesFixture.Columns, FilesFixture.Ct);
        var transaction = lake.Table("copy").Create(FilesFixture.Schema);

        var files = await new SparkFiles(host.Session).WriteAsync(transaction, $"SELECT * FROM {relation}", "copy", new SparkWriteOptions { Files = 1 }, FilesFixture.Ct);
        var committed = (Committed)await transaction.CommitAsync(FilesFixture.Ct);

        var copy = await lake.Table("copy").GetSnapshotAsync(committed.Version, FilesFixture.Ct);
        (await lake.ReadAsync(copy)).Should().BeEquivalentTo(await lake.ReadAsync(original), options => options.WithStrictOrdering());
        files.Should().ContainSingle().Which.Stats.Should().Be(original.Files.Single().StatsJson);
    }

    [Fact]
    public async Task Write_WithASplitColumn_SeparatesAndTagsFiles()
    {
        var transaction = lake.Table("split").Create(new([new("id", new PrimitiveType("long"), Nullable: false)]));
        var options = new SparkWriteOptions { SplitColumn = "late", Tags = value => value == "true" ? new Dictionary<string, string> { ["late"] = value } : null };

        await new SparkFiles(host.Session).WriteAsync(transaction, "SELECT id, id % 3 = 0 AS late FROM range(10) SORT BY late, id", "split", options, FilesFixture.Ct);
        await transaction.CommitAsync(FilesFixture.Ct);

        var snapshot = await lake.Table("split").GetSnapshotAsync(ct: FilesFixture.Ct);
        snapshot.Files.Select(f => (f.RecordCount, f.Tags?.ContainsKey("late") is true)).Should().BeEquivalentTo([(6L, false), (4L, true)]);
        using var scan = new SparkScan(host.Session);
        var relation = await scan.RelationAsync(snapshot, [.. snapshot.Files.Where(f => f.Tags?.ContainsKey("late") is true)], ["id"], FilesFixture.Ct);
        host.Session.Sql($"SELECT sum(id) FROM {relation}").First().GetAs<long>(0).Should().Be(18);
    }

    [Fact]
    public async Task Write_ThatFails_LeavesNothingAndShowsNoValues()
    {
        var table = lake.Table("failed");
        var transaction = table.Create(FilesFixture.Schema);

        const string Query = "SELECT CAST(concat('secret', id) AS BIGINT) AS id FROM range(10)";

        var write = () => new SparkFiles(host.Session).WriteAsync(transaction, Query, "write it", new(), FilesFixture.Ct);

        var failure = (await write.Should().ThrowAsync<EngineException>()).Which;
        failure.Message.Should().StartWith("write it failed in Spark with CAST_INVALID_INPUT").And.Contain("FROM range(10)").And.NotContain("secret1");
        Directory.CreateDirectory(table.Path).GetFileSystemInfos().Should().BeEmpty();
    }

    [Fact]
    public async Task Write_OfOtherColumns_IsRefused()
    {
        var transaction = lake.Table("unfit").Create(FilesFixture.Schema);

        var write = () => new SparkFiles(host.Session).WriteAsync(transaction, "SELECT id FROM range(10)", "write it", new(), FilesFixture.Ct);

        (await write.Should().ThrowAsync<DeltaException>()).Which.Code.Should().Be(DeltaErrorCode.SchemaMismatch);
    }

    [Fact]
    public async Task Write_WithoutRows_GivesNoFile()
    {
        var transaction = lake.Table("empty").Create(new([new("id", new PrimitiveType("long"))]));

        var files = await new SparkFiles(host.Session).WriteAsync(transaction, "SELECT id FROM range(0)", "write nothing", new(), FilesFixture.Ct);

        files.Should().BeEmpty();
    }

    public void Dispose() => lake.Dispose();
}
