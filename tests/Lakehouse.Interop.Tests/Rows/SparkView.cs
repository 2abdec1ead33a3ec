using Lakehouse.Delta;
using Lakehouse.Interop.Tests.Spark;

namespace Lakehouse.Interop.Tests.Rows;

/// <summary>Holds what Spark reads of a table against what we read.</summary>
internal static class SparkView
{
    public static string Source(string path) => $"delta.`{path}`";

    /// <summary>Types and rows must be equal at each version that we can read, asked by version and by commit time.</summary>
    public static async Task VerifyAllAsync(SparkFixture spark, string path)
    {
        var table = DeltaTable.ForPath(path);
        var versions = new List<long>();
        await foreach (var commit in table.GetHistoryAsync(TestContext.Current.CancellationToken)) versions.Add(commit.Version);
        foreach (var version in versions.Order()) await VerifyAsync(spark, await table.GetSnapshotAsync(version, TestContext.Current.CancellationToken));
        versions.Should().NotBeEmpty();
    }

    /// <summary>Types and rows must be equal at the snapshot's version, asked by version and by commit time.</summary>
    public static async Task VerifyAsync(SparkFixture spark, Snapshot snapshot)
    {
        var table = snapshot.Table;
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(snapshot.CommitTimestampMillis);
        var ours = await OurRows.ReadAsync(snapshot);

        var byVersion = await spark.SqlAsync($"SELECT * FROM {Source(table.Path)} VERSION AS OF {snapshot.Version}");
        var byTime = await spark.SqlAsync($"SELECT * FROM {Source(table.Path)} TIMESTAMP AS OF '{instant:yyyy-MM-dd HH:mm:ss.fff}'");

        var because = $"both must see the same at version {snapshot.Version} of {table.Path}";
        byVersion.Type.Should().Be(SparkType.Of(snapshot.Schema), because);
        Texts(byVersion, snapshot.Schema).Should().Equal(ours, because);
        Texts(byTime, snapshot.Schema).Should().Equal(ours, because);
        (await table.GetSnapshotAtAsync(instant, TestContext.Current.CancellationToken)).Version.Should().Be(snapshot.Version, "time travel must end where Spark's does");
    }

    /// <summary>Spark's rows as comparable texts, in order of the texts.</summary>
    public static string[] Texts(SparkRows rows, TableSchema schema) => [.. rows.Rows.Select(r => RowText.Of(r, schema)).Order(StringComparer.Ordinal)];
}
