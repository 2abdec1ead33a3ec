using Lakehouse.Delta.Maintenance;
using Lakehouse.Delta.Writing;

namespace Lakehouse.Delta.Tests;

/// <summary>Files that another program writes into the table; DuckDB's own COPY plays that program.</summary>
public sealed class StagedDirectoryTests : IDisposable
{
    private const string AllTypes = """
        SELECT i AS id, CASE WHEN i % 3 = 0 THEN NULL ELSE 'text ' || i END AS word, i % 2 = 0 AS flag, CAST(i AS DECIMAL(9, 2)) AS price, CAST(-i AS DECIMAL(18, 6)) AS rate,
               CAST(i AS DOUBLE) / 3 AS speed, DATE '1500-01-01' + CAST(i AS INTEGER) AS day, TIMESTAMPTZ '1969-12-31 23:59:59.999999+00' + INTERVAL (i) MILLISECONDS AS seen,
               encode('x' || i) AS photo, [CAST(i AS DOUBLE), NULL] AS embedding, CAST(NULL AS BIGINT) AS nothing
        FROM range(1, 60) t(i)
        """;

    private static readonly TableSchema AllTypesSchema = new(
    [
        new("id", new PrimitiveType("long"), Nullable: false), new("word", new PrimitiveType("string")), new("flag", new PrimitiveType("boolean")),
        new("price", new PrimitiveType("decimal(9,2)")), new("rate", new PrimitiveType("decimal(18,6)")),
        new("speed", new PrimitiveType("double")), new("day", new PrimitiveType("date")),
        new("seen", new PrimitiveType("timestamp")), new("photo", new PrimitiveType("binary")), new("embedding", new ArrayType(new PrimitiveType("double"), ContainsNull: true)),
        new("nothing", new PrimitiveType("long")),
    ]);

    private readonly TestTable test = new();

    [Fact]
    public async Task AddFiles_OfAnotherProgram_AreCommittedWithTheStatisticsOfOurOwnFiles()
    {
        var own = test.Table.Create(AllTypesSchema);
        await own.WriteQueryAsync(test.Session, AllTypes, ct: TestTable.Cancel);
        var transaction = test.Table.Create(AllTypesSchema);
        await using var directory = transaction.StageDirectory();
        Copy(directory, "part-0.parquet", AllTypes);

        var added = await directory.AddFilesAsync(ct: TestTable.Cancel);
        var result = await transaction.CommitAsync(TestTable.Cancel);

        result.Should().BeOfType<Committed>();
        added.Should().ContainSingle().Which.Stats.Should().Be(own.StagedFiles.Single().Stats);
        (await test.ReadIdsAsync()).Should().Equal(Enumerable.Range(1, 59).Select(i => (long)i));
    }

    [Fact]
    public async Task AddFiles_InSubdirectories_GetTheirTagsAndLoseWhatIsHiddenOrEmpty()
    {
        await test.CreateAsync();
        var transaction = test.Table.Begin(await test.Table.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE");
        await using var directory = transaction.StageDirectory();
        Copy(directory, "late=true/a.parquet", TestTable.Ids(0, 2));
        Copy(directory, "late=false/b.parquet", TestTable.Ids(2, 3));
        Copy(directory, "late=false/c.parquet", TestTable.Ids(0, 0));
        File.WriteAllText(Path.Combine(directory.Location, "_SUCCESS"), "");

        var late = new Dictionary<string, string> { ["late"] = "yes" };
        await directory.AddFilesAsync(path => path.StartsWith("late=true", StringComparison.Ordinal) ? late : null, TestTable.Cancel);
        await transaction.CommitAsync(TestTable.Cancel);

        var files = (await test.Table.GetSnapshotAsync(ct: TestTable.Cancel)).Files;
        files.Select(f => (f.RecordCount, f.Tags?.GetValueOrDefault("late"))).Should().BeEquivalentTo([(3L, null), (2L, "yes")]);
        Directory.EnumerateFiles(directory.Location, "*", SearchOption.AllDirectories).Should().HaveCount(2);
    }

    [Theory]
    [InlineData("SELECT i AS id FROM range(3) t(i)", "missing [text]")]
    [InlineData("SELECT i AS id, 'a' AS text, 1 AS more FROM range(3) t(i)", "unknown [more]")]
    [InlineData("SELECT CAST(i AS INTEGER) AS id, 'a' AS text FROM range(3) t(i)", "column 'id' is not stored as BIGINT")]
    [InlineData("SELECT NULLIF(i, 2) AS id, 'a' AS text FROM range(3) t(i)", "column 'id' is NOT NULL and has NULLs")]
    public async Task AddFiles_ThatDoNotFit_AreRefusedAndDeleted(string query, string why)
    {
        await test.CreateAsync(0, 1);
        var transaction = test.Table.Begin(await test.Table.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE");
        var directory = transaction.StageDirectory();
        Copy(directory, "part.parquet", query);

        var add = () => directory.AddFilesAsync(ct: TestTable.Cancel);

        (await add.Should().ThrowAsync<DeltaException>()).Which.Message.Should().Contain(why);
        await directory.DisposeAsync();
        Directory.Exists(directory.Location).Should().BeFalse();
        (await test.ReadIdsAsync()).Should().Equal(0);
    }

    [Fact]
    public async Task Commit_ThatLosesItsRace_DeletesTheDirectory()
    {
        await test.CreateAsync(0, 1);
        var transaction = test.Table.Begin(await test.Table.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE");
        transaction.ExactVersion = true;
        await using var directory = transaction.StageDirectory();
        Copy(directory, "part.parquet", TestTable.Ids(1, 5));
        await directory.AddFilesAsync(ct: TestTable.Cancel);
        await test.AppendAsync(9, 1);

        var result = await transaction.CommitAsync(TestTable.Cancel);

        result.Should().BeOfType<Conflicted>();
        Directory.Exists(directory.Location).Should().BeFalse();
    }

    [Fact]
    public async Task Vacuum_OfWhatAKilledProgramLeft_TakesHiddenFilesToo()
    {
        await test.CreateAsync(0, 1);
        var directory = test.Table.Begin(await test.Table.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE").StageDirectory();
        Copy(directory, "_temporary/0/part.parquet", TestTable.Ids(1, 5));
        MakeOlder(directory.Location);

        var result = await test.Table.VacuumAsync(new VacuumOptions { Retention = TimeSpan.Zero, AllowShorterRetention = true }, TestTable.Cancel);

        result.Files.Should().ContainSingle().Which.Path.Should().Be($"{directory.Name}/_temporary/0/part.parquet");
        (await test.ReadIdsAsync()).Should().Equal(0);
    }

    public void Dispose() => test.Dispose();

    /// <summary>A vacuum without retention takes what is older than itself, not what was written in its own tick of the clock.</summary>
    private static void MakeOlder(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(-1));
    }

    private void Copy(StagedDirectory directory, string file, string query)
    {
        var path = Path.Combine(directory.Location, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        test.Session.Execute($"COPY ({query}) TO '{path}' (FORMAT parquet)", TestTable.Cancel);
    }
}
