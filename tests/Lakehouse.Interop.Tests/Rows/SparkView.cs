using System.Text.Json;
using Lakehouse.Delta;
using Lakehouse.Interop.Tests.Spark;

namespace Lakehouse.Interop.Tests.Rows;

/// <summary>Holds what Spark reads of a table against what we read.</summary>
internal static class SparkView
{
    /// <summary>True when every version is compared, and a table of Spark after every statement.</summary>
    public static bool IsFullRun => Environment.GetEnvironmentVariable("LAKEHOUSE_INTEROP") == "full";

    public static string Source(string path) => $"delta.`{path}`";

    /// <summary>
    /// Types and rows must be equal at the first and the last version that we can read, asked by version and by commit time; in a full run (LAKEHOUSE_INTEROP=full) at each version.
    /// </summary>
    public static async Task VerifyVersionsAsync(SparkFixture spark, string path)
    {
        var table = DeltaTable.ForPath(path);
        var versions = new List<long>();
        await foreach (var commit in table.GetHistoryAsync(TestContext.Current.CancellationToken)) versions.Add(commit.Version);
        versions.Should().NotBeEmpty();
        IEnumerable<long> asked = IsFullRun ? versions.Order() : [versions.Min(), versions.Max()];
        foreach (var version in asked.Distinct()) await VerifyAsync(spark, await table.GetSnapshotAsync(version, TestContext.Current.CancellationToken));
    }

    /// <summary>Types and rows must be equal at the newest version.</summary>
    public static async Task<Snapshot> VerifyNewestAsync(SparkFixture spark, string path)
    {
        var snapshot = await DeltaTable.ForPath(path).GetSnapshotAsync(ct: TestContext.Current.CancellationToken);
        var ours = await OurRows.ReadAsync(snapshot);

        var theirs = await spark.SqlAsync($"SELECT * FROM {Source(path)}");

        var because = $"both must see the same at version {snapshot.Version}, the newest of {path}";
        theirs.Type.Should().Be(SparkType.Of(snapshot.Schema), because);
        Texts(theirs.Rows, snapshot.Schema, from: 0).Should().Equal(ours, because);
        return snapshot;
    }

    /// <summary>Types and rows must be equal at the snapshot's version, asked by version and by commit time.</summary>
    public static async Task VerifyAsync(SparkFixture spark, Snapshot snapshot)
    {
        var table = snapshot.Table;
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(snapshot.CommitTimestampMillis);
        var ours = await OurRows.ReadAsync(snapshot);

        var both = await spark.SqlAsync(
            $"SELECT 'version', * FROM {Source(table.Path)} VERSION AS OF {snapshot.Version} "
            + $"UNION ALL SELECT 'time', * FROM {Source(table.Path)} TIMESTAMP AS OF '{instant:yyyy-MM-dd HH:mm:ss.fff}'");

        var because = $"both must see the same at version {snapshot.Version} of {table.Path}";
        both.Type.Should().Be(SparkType.Of(new([new("version", new PrimitiveType("string")), .. snapshot.Schema.Columns])), because);
        foreach (var asked in (string[])["version", "time"])
            Texts(both.Rows.Where(r => r[0].GetString() == asked), snapshot.Schema, from: 1).Should().Equal(ours, $"{because}, by {asked}");

        (await table.GetSnapshotAtAsync(instant, TestContext.Current.CancellationToken)).Version.Should().Be(snapshot.Version, "time travel must end where Spark's does");
    }

    private static string[] Texts(IEnumerable<JsonElement> rows, TableSchema schema, int from) => [.. rows.Select(r => RowText.Of(r, schema, from)).Order(StringComparer.Ordinal)];
}
