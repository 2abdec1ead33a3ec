using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Delta.Tests.Maintenance;

public sealed class VacuumTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task VacuumAsync_CompactedFilesWithinRetention_Stay()
    {
        await CompactedAsync();

        var result = await table.Table.VacuumAsync(ct: TestTable.Cancel);

        result.Files.Should().BeEmpty("they are younger than seven days");
        result.Retention.Should().Be(TimeSpan.FromDays(7));
        table.DataFiles().Should().HaveCount(4);
    }

    [Fact]
    public async Task VacuumAsync_CompactedFilesPastRetention_AreDeletedAndTheTableReads()
    {
        await CompactedAsync();
        table.Age(TimeSpan.FromDays(8));

        var dry = await table.Table.VacuumAsync(new VacuumOptions { DryRun = true }, TestTable.Cancel);
        var there = table.DataFiles().Count;
        var result = await table.Table.VacuumAsync(ct: TestTable.Cancel);

        there.Should().Be(4);
        dry.Should().BeEquivalentTo(result);
        result.Files.Should().HaveCount(3);
        result.Bytes.Should().Be(result.Files.Sum(f => f.Size)).And.BePositive();
        table.DataFiles().Should().HaveCount(1);
        (await table.ReadIdsAsync()).Should().HaveCount(9);
        (await table.Table.VacuumAsync(ct: TestTable.Cancel)).Files.Should().BeEmpty();
    }

    [Fact]
    public async Task VacuumAsync_FilesRemovedALittleAgo_StayHoweverOldTheyAre()
    {
        using var now = new TestTable();
        var clock = DeltaTable.ForPath(now.Path);
        await now.CreateAsync(first: 0, count: 3);
        now.Age(TimeSpan.FromDays(30));
        var overwrite = clock.Begin(await clock.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE");
        overwrite.RemoveAll();
        await overwrite.CommitAsync(TestTable.Cancel);

        (await clock.VacuumAsync(ct: TestTable.Cancel)).Files.Should().BeEmpty();
        // Files have the time of the file system's last tick, which may be behind that of the commit.
        await Task.Delay(TimeSpan.FromMilliseconds(50), TestTable.Cancel);
        (await clock.VacuumAsync(new VacuumOptions { Retention = TimeSpan.Zero, AllowShorterRetention = true }, TestTable.Cancel)).Files.Should().ContainSingle();
    }

    [Fact]
    public async Task VacuumAsync_RemovedJustNowByAClockThatIsMonthsBehind_Stays()
    {
        await table.CreateAsync(first: 0, count: 3);
        table.Age(TimeSpan.FromDays(30));
        var overwrite = table.Table.Begin(await table.NewestAsync(), "WRITE");
        overwrite.RemoveAll();
        await overwrite.CommitAsync(TestTable.Cancel);

        (await table.Table.VacuumAsync(ct: TestTable.Cancel)).Files.Should().BeEmpty("the store says that the removal is young");
        (await table.ReadIdsAsync(version: 0)).Should().Equal(0, 1, 2);
    }

    [Fact]
    public async Task VacuumAsync_ReaderOfChangesAtAVersion_KeepsTheChangeFilesAfterIt()
    {
        await table.CreateAsync(first: 0, count: 1);
        await table.AppendAsync(first: 1, count: 1);
        Write("_change_data/cdc-1.parquet");
        File.AppendAllText(Commit(1), "{\"cdc\":{\"path\":\"_change_data/cdc-1.parquet\",\"partitionValues\":{},\"size\":2,\"dataChange\":false}}\n");
        table.Age(TimeSpan.FromDays(8));
        var cold = DeltaTable.ForPath(table.Path);

        var read = await cold.VacuumAsync(new VacuumOptions { Retained = new RetainedVersions([], Since: 0), DryRun = true }, TestTable.Cancel);
        var passed = await cold.VacuumAsync(new VacuumOptions { Retained = new RetainedVersions([], Since: 1), DryRun = true }, TestTable.Cancel);

        read.Files.Should().BeEmpty();
        passed.Files.Select(f => f.Path).Should().Equal("_change_data/cdc-1.parquet");
    }

    [Fact]
    public async Task VacuumAsync_DeletionVectorThatNamesNoFile_DeletesNothing()
    {
        await table.CreateAsync(first: 0, count: 1);
        Write("left.parquet");
        File.WriteAllText(Commit(0), File.ReadAllText(Commit(0)).Replace("{\"add\":{", "{\"add\":{" + TableFiles.BrokenVector + ",", StringComparison.Ordinal));
        table.Age(TimeSpan.FromDays(8));

        var act = () => DeltaTable.ForPath(table.Path).VacuumAsync(ct: TestTable.Cancel);

        (await act.Should().ThrowAsync<DeltaException>()).WithMessage("*deletion vector*Nothing was deleted*").Which.Code.Should().Be(DeltaErrorCode.Corrupt);
        table.DataFiles().Should().HaveCount(2);
    }

    [Fact]
    public async Task VacuumAsync_ShorterThanTheTablesRetention_IsRefusedUnlessAllowed()
    {
        await CompactedAsync();

        var act = () => table.Table.VacuumAsync(new VacuumOptions { Retention = TimeSpan.FromHours(1) }, TestTable.Cancel);

        (await act.Should().ThrowAsync<DeltaException>()).WithMessage("*keeps files for 168 hours*").Which.Code.Should().Be(DeltaErrorCode.RetentionTooShort);
        table.DataFiles().Should().HaveCount(4);
    }

    [Fact]
    public async Task VacuumAsync_PropertyOfTheTable_IsItsRetention()
    {
        await CompactedAsync(new Dictionary<string, string> { ["delta.deletedFileRetentionDuration"] = "interval 2 days" });
        table.Age(TimeSpan.FromDays(3));

        (await table.Table.VacuumAsync(ct: TestTable.Cancel)).Files.Should().HaveCount(3);
    }

    [Fact]
    public async Task VacuumAsync_PinnedVersions_KeepAllTheirFiles()
    {
        await CompactedAsync();
        table.Age(TimeSpan.FromDays(8));

        var result = await table.VacuumAllBut(1);

        result.Files.Should().ContainSingle("only the last file is in no version that is pinned");
        (await table.ReadIdsAsync(version: 1)).Should().Equal(0, 1, 2, 3, 4, 5);
        (await table.ReadIdsAsync()).Should().HaveCount(9);
    }

    [Fact]
    public async Task VacuumAsync_ReaderOfChangesAtAVersion_FindsAllThatCameAfterIt()
    {
        await CompactedAsync();
        table.Age(TimeSpan.FromDays(8));

        await table.Table.VacuumAsync(new VacuumOptions { Retained = new RetainedVersions([], Since: 1) }, TestTable.Cancel);

        var changes = await table.Table.GetChangesAsync(1, 3, TestTable.Cancel);
        (await table.IdsOfAsync(changes.To.Scan(changes.Added))).Should().Equal(6, 7, 8);
    }

    [Fact]
    public async Task VacuumAsync_PinOfAVersionThatTheLogDoesNotGive_IsRefused()
    {
        await CompactedAsync();
        table.Age(TimeSpan.FromDays(8));

        var act = () => table.VacuumAllBut(17);

        (await act.Should().ThrowAsync<DeltaException>()).WithMessage("*version 17 must be retained*Nothing was deleted*");
        table.DataFiles().Should().HaveCount(4);
    }

    [Theory]
    [InlineData("_delta_log/00000000000000000000.note", false)]
    [InlineData("_other/part.parquet", false)]
    [InlineData(".hidden/part.parquet", false)]
    [InlineData("day=1/_tmp.parquet", false)]
    [InlineData(".part.parquet.crc", false)]
    [InlineData("_change_data/cdc-1.parquet", true)]
    [InlineData("_day=1/part.parquet", true)]
    [InlineData("day=a%20b/ä ö=ü/part.parquet", true)]
    [InlineData("deletion_vector_1.bin", true)]
    [InlineData("inside/_delta_log/00000000000000000000.json", false)]
    public async Task VacuumAsync_StrangeNames_GoOnlyWhereTheyAreTheTables(string name, bool goes)
    {
        await table.CreateAsync(first: 0, count: 1);
        Write(name);
        table.Age(TimeSpan.FromDays(8));

        var result = await table.Table.VacuumAsync(ct: TestTable.Cancel);

        result.Files.Select(f => f.Path).Should().Equal(goes ? [name] : []);
        File.Exists(Path.Combine(table.Path, name)).Should().Be(!goes);
    }

    [Fact]
    public async Task VacuumAsync_TableInsideTheTable_KeepsItsFiles()
    {
        await table.CreateAsync(first: 0, count: 1);
        Write("inside/_delta_log/00000000000000000000.json");
        Write("inside/part.parquet");
        table.Age(TimeSpan.FromDays(8));

        (await table.Table.VacuumAsync(ct: TestTable.Cancel)).Files.Should().BeEmpty();
    }

    [Fact]
    public async Task VacuumAsync_PartitionValuesThatAreEscaped_KeepsLiveFiles()
    {
        var schema = new TableSchema([new("id", new PrimitiveType("long")), new("place", new PrimitiveType("string"))]);
        var transaction = table.Table.Create(schema, ["place"]);
        await transaction.WriteQueryAsync(
            table.Session, "SELECT * FROM (VALUES (1, 'a b'), (2, 'x=y/z'), (3, 'ä%20'), (4, NULL), (5, '1+1:*?')) v(id, place)", ct: TestTable.Cancel);
        await transaction.CommitAsync(TestTable.Cancel);
        table.Age(TimeSpan.FromDays(8));

        (await table.Table.VacuumAsync(ct: TestTable.Cancel)).Files.Should().BeEmpty();
        (await table.ReadIdsAsync()).Order().Should().Equal(1, 2, 3, 4, 5);
    }

    [Fact]
    public async Task VacuumAsync_FileOfAWriterThatDoesNotEncode_Stays()
    {
        await table.CreateAsync(first: 0, count: 2);
        var file = table.DataFiles().Single();
        File.Move(Path.Combine(table.Path, file), Path.Combine(table.Path, "a%20b.parquet"));
        File.WriteAllText(Commit(0), File.ReadAllText(Commit(0)).Replace(file, "a%20b.parquet", StringComparison.Ordinal));
        table.Age(TimeSpan.FromDays(8));

        (await DeltaTable.ForPath(table.Path).VacuumAsync(ct: TestTable.Cancel)).Files.Should().BeEmpty("its writer reads it under this name");
    }

    [Fact]
    public async Task VacuumAsync_AbsolutePathInTheLog_KeepsTheFile()
    {
        await table.CreateAsync(first: 0, count: 2);
        var log = Path.Combine(table.Path, "_delta_log", "00000000000000000000.json");
        var file = table.DataFiles().Single();
        File.WriteAllText(log, File.ReadAllText(log).Replace(file, "file:" + Path.Combine(table.Path, file), StringComparison.Ordinal));
        table.Age(TimeSpan.FromDays(8));

        var result = await DeltaTable.ForPath(table.Path).VacuumAsync(ct: TestTable.Cancel);

        result.Files.Should().BeEmpty();
    }

    private string Commit(long version) => Path.Combine(table.Path, "_delta_log", $"{version:D20}.json");

    private void Write(string name)
    {
        var path = Path.Combine(table.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "{}");
    }

    /// <summary>Versions 0 to 2 append three ids each; version 3 compacts them.</summary>
    private async Task CompactedAsync(IReadOnlyDictionary<string, string>? configuration = null)
    {
        await table.CreateAsync(first: 0, count: 3, configuration);
        await table.AppendAsync(first: 3, count: 3);
        await table.AppendAsync(first: 6, count: 3);
        await table.OptimizeAsync();
    }
}
