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
    /// Types and rows must be equal at the first and the last version that we can read, asked by version and by commit time;
    /// in a full run (LAKEHOUSE_INTEROP=full) at each version.
    /// </summary>
    public static async Task VerifyVersionsAsync(SparkSql spark, string path)
    {
        var table = DeltaTable.ForPath(path);
        var versions = new List<long>();
        await foreach (var commit in table.GetHistoryAsync(Cancel)) versions.Add(commit.Version);
        versions.Should().NotBeEmpty();
        IEnumerable<long> asked = IsFullRun ? versions.Order() : [versions.Min(), versions.Max()];
        var snapshots = new List<Snapshot>();
        foreach (var version in asked.Distinct()) snapshots.Add(await table.GetSnapshotAsync(version, Cancel));
        await VerifyAsync(spark, snapshots);
    }

    /// <summary>Types and rows must be equal at the newest version.</summary>
    public static async Task<Snapshot> VerifyNewestAsync(SparkSql spark, string path)
    {
        var snapshot = await DeltaTable.ForPath(path).GetSnapshotAsync(ct: Cancel);
        var ours = await OurRows.ReadAsync(snapshot);

        var theirs = spark.Read($"SELECT * FROM {Source(path)}");

        var because = $"both must see the same at version {snapshot.Version}, the newest of {path}";
        theirs.Type.Should().Be(SparkType.Of(snapshot.Schema), because);
        Texts(theirs.Rows, snapshot.Schema).Should().Equal(ours, because);
        return snapshot;
    }

    /// <summary>Types and rows must be equal at each snapshot's version, asked by version and by commit time: one query for all, as its parts may differ in type.</summary>
    public static async Task VerifyAsync(SparkSql spark, params IReadOnlyList<Snapshot> snapshots)
    {
        var asked = snapshots.SelectMany(s => Travels(s).Select(t => (Snapshot: s, Travel: t, Query: spark.Run($"SELECT * FROM {Source(s.Table.Path)} {t}")))).ToList();
        foreach (var (snapshot, travel, query) in asked) SparkSql.TypeOf(query).Should().Be(SparkType.Of(snapshot.Schema), Because(snapshot, travel));
        var read = SparkSql.ReadAll(asked.Select(a => a.Query));
        for (var i = 0; i < asked.Count; i++)
        {
            var (snapshot, travel, _) = asked[i];
            Texts(read[i], snapshot.Schema).Should().Equal(await OurRows.ReadAsync(snapshot), Because(snapshot, travel));
        }

        foreach (var snapshot in snapshots)
            (await snapshot.Table.GetSnapshotAtAsync(Instant(snapshot), Cancel)).Version.Should().Be(snapshot.Version, "time travel must end where Spark's does");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string[] Travels(Snapshot snapshot) => [$"VERSION AS OF {snapshot.Version}", $"TIMESTAMP AS OF '{Instant(snapshot):yyyy-MM-dd HH:mm:ss.fff}'"];

    private static DateTimeOffset Instant(Snapshot snapshot) => DateTimeOffset.FromUnixTimeMilliseconds(snapshot.CommitTimestampMillis);

    private static string Because(Snapshot snapshot, string travel) => $"both must see the same at version {snapshot.Version} of {snapshot.Table.Path}, {travel}";

    private static string[] Texts(IEnumerable<JsonElement> rows, TableSchema schema) => [.. rows.Select(r => SparkRowText.Of(r, schema)).Order(StringComparer.Ordinal)];
}
