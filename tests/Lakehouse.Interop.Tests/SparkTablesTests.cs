using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Interop.Tests.Linter;
using Lakehouse.Interop.Tests.Rows;
using Lakehouse.Interop.Tests.Spark;
using Lakehouse.Interop.Tests.Tables;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Interop.Tests;

public sealed class SparkTablesTests(SparkHost host) : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("lakehouse-interop-");

    public static TheoryData<string> Names => [.. SparkTables.All.Select(t => t.Name)];

    public void Dispose() => directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ReadAndAppend_TableOfSpark_BothSeeTheSame(string name)
    {
        var sql = new SparkSql(host);
        var written = SparkTables.All.Single(t => t.Name == name);
        var path = Path.Combine(directory.FullName, "table");
        foreach (var statement in written.Statements)
        {
            sql.Run(statement.Replace("{t}", SparkView.Source(path)));
            if (SparkView.IsFullRun && statement.Contains("{t}", StringComparison.Ordinal)) await SparkView.VerifyNewestAsync(sql, path);
        }

        var newest = await SparkView.VerifyNewestAsync(sql, path);
        var table = DeltaTable.ForPath(path);
        await SparkView.VerifyAsync(sql, await table.GetSnapshotAsync(newest.Version / 2, TestContext.Current.CancellationToken));

        if (written.Refusal is { } refusal)
        {
            var append = () => AppendOwnRowsAsync(table);
            (await append.Should().ThrowAsync<DeltaException>().WithMessage($"*{refusal}*")).Which.Code.Should().Be(DeltaErrorCode.UnsupportedFeature);
            return;
        }

        await AppendOwnRowsAsync(table);
        (await SparkView.VerifyNewestAsync(sql, path)).Version.Should().Be(newest.Version + 1);
        (await DeltaLint.RunAsync(path, foreign: true)).Where(f => f.StartsWith("E ", StringComparison.Ordinal)).Should().BeEmpty();
    }

    /// <summary>The table's rows once more.</summary>
    private static async Task AppendOwnRowsAsync(DeltaTable table)
    {
        using var session = new DuckDbSession();
        var ct = TestContext.Current.CancellationToken;
        var snapshot = await table.GetSnapshotAsync(ct: ct);
        var transaction = table.Begin(snapshot, "WRITE");
        await transaction.WriteQueryAsync(session, $"FROM {await snapshot.Scan().ToSqlAsync(session, ct)}", ct: ct);
        (await transaction.CommitAsync(ct)).Should().BeOfType<Committed>();
    }
}
