using Lakehouse.Delta;
using Lakehouse.Engine.Spark.Files;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Files;

/// <summary>Which rows a scan gives, by version, file and position, for files of every sort.</summary>
public sealed class SparkScanTests(SparkHost host) : IDisposable
{
    private readonly FilesFixture lake = new();

    [Theory]
    [InlineData("plain")]
    [InlineData("with blank, ünd 100% [a-z]*?")]
    public async Task Relation_OfSomeFiles_GivesTheirRowsAndPositions(string name)
    {
        var snapshot = await lake.WriteAsync(name, Only(1), Only(2), Only(3));
        using var scan = new SparkScan(host.Session);

        var relation = await scan.RelationAsync(snapshot, [snapshot.Files[2], snapshot.Files[0]], ["id"], FilesFixture.Ct, "position");

        Pairs($"SELECT id, position FROM {relation}").Should().BeEquivalentTo([(3L, 0L), (1L, 1L)]);
        Pairs($"SELECT id, position FROM {relation} WHERE position = 1").Should().BeEquivalentTo([(1L, 1L)]);
    }

    [Fact]
    public async Task Relation_OfAnOldVersion_GivesItsRows()
    {
        await lake.WriteAsync("old", Only(1), Only(2));
        var snapshot = await lake.Table("old").GetSnapshotAsync(0, FilesFixture.Ct);
        using var scan = new SparkScan(host.Session);

        var relation = await scan.RelationAsync(snapshot, files: null, ["word", "id"], FilesFixture.Ct);

        host.Session.Sql($"SELECT id FROM {relation}").Collect().Select(r => r.GetAs<long>(0)).Should().Equal(1);
    }

    [Fact]
    public async Task Relation_OfNoFiles_IsEmpty()
    {
        var snapshot = await lake.WriteAsync("none", Only(1));
        using var scan = new SparkScan(host.Session);

        var relation = await scan.RelationAsync(snapshot, [], FilesFixture.Columns, FilesFixture.Ct, "position");

        host.Session.Sql($"SELECT * FROM {relation}").Count().Should().Be(0);
    }

    [Fact]
    public async Task Relation_OfAPartitionedTableWithDeletedRows_GivesTheLiveRowsOfTheFiles()
    {
        var path = lake.Table("foreign").Path;
        var spark = host.Session;
        spark.Sql($"CREATE TABLE delta.`{path}` (id BIGINT, part STRING) USING delta PARTITIONED BY (part) TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')");
        spark.Sql($"INSERT INTO delta.`{path}` SELECT id, CASE WHEN id < 5 THEN 'a b' ELSE 'ü' END FROM range(10)");
        spark.Sql($"DELETE FROM delta.`{path}` WHERE id IN (2, 7)");
        var snapshot = await lake.Table("foreign").GetSnapshotAsync(ct: FilesFixture.Ct);
        snapshot.Files.Should().Contain(f => f.HasDeletionVector);
        using var scan = new SparkScan(spark);

        var all = await scan.RelationAsync(snapshot, files: null, ["id", "part"], FilesFixture.Ct);
        var some = await scan.RelationAsync(snapshot, [.. snapshot.Files.Where(f => f.PartitionValues["part"] == "ü")], ["id", "part"], FilesFixture.Ct, "position");

        Pairs($"SELECT id, 0L FROM {all}").Select(p => p.Item1).Should().BeEquivalentTo([0L, 1, 3, 4, 5, 6, 8, 9]);
        Pairs($"SELECT id, position FROM {some}").Should().BeEquivalentTo([(5L, 0L), (6L, 0L), (8L, 0L), (9L, 0L)]);
    }

    [Fact]
    public async Task Dispose_TakesTheRelationsAway()
    {
        var snapshot = await lake.WriteAsync("gone", Only(1));
        var scan = new SparkScan(host.Session);
        var relation = await scan.RelationAsync(snapshot, files: null, ["id"], FilesFixture.Ct);

        scan.Dispose();

        host.Session.Catalog.TableExists(relation).Should().BeFalse();
    }

    public void Dispose() => lake.Dispose();

    private static string Only(long id) => $"SELECT * REPLACE ({id} AS id) FROM ({FilesFixture.Rows}) LIMIT 1";

    private List<(long, long)> Pairs(string query) => [.. host.Session.Sql(query).Collect().Select(r => (r.GetAs<long>(0), r.GetAs<long>(1)))];
}
