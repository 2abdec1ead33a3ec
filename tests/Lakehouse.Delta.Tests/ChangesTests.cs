namespace Lakehouse.Delta.Tests;

public sealed class ChangesTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task GetChanges_FromMinusOne_AllFilesAreAdded()
    {
        await table.CreateAsync(first: 0, count: 2);
        await table.AppendAsync(first: 2, count: 2);

        var changes = await table.Table.GetChangesAsync(-1, 1, TestTable.Cancel);

        changes.From.Should().BeNull();
        changes.Removed.Should().BeEmpty();
        (await table.IdsOfAsync(changes.To.Scan(changes.Added))).Should().Equal(0, 1, 2, 3);
    }

    [Fact]
    public async Task GetChanges_FileCameAndWent_IsInNeitherList()
    {
        await table.CreateAsync(first: 0, count: 2);
        await table.AppendAsync(first: 2, count: 2);
        await RewriteAsync(f => f.AddedInVersion == 1, TestTable.Ids(7, 1));

        var changes = await table.Table.GetChangesAsync(0, 2, TestTable.Cancel);

        changes.Removed.Should().BeEmpty();
        (await table.IdsOfAsync(changes.To.Scan(changes.Added))).Should().Equal(7);
    }

    [Fact]
    public async Task GetChanges_Compaction_IsNoChange()
    {
        await table.CreateAsync(first: 0, count: 2);
        await table.AppendAsync(first: 2, count: 2);
        await RewriteAsync(_ => true, TestTable.Ids(0, 4), dataChange: false);

        var changes = await table.Table.GetChangesAsync(1, 2, TestTable.Cancel);

        changes.Added.Should().BeEmpty();
        changes.Removed.Should().BeEmpty();
    }

    [Fact]
    public async Task GetChanges_FileRewritten_BothSidesAreRead()
    {
        await table.CreateAsync(first: 0, count: 2);
        await table.AppendAsync(first: 2, count: 2);
        await RewriteAsync(f => f.AddedInVersion == 0, TestTable.Ids(1, 1));

        var changes = await table.Table.GetChangesAsync(1, 2, TestTable.Cancel);

        (await table.IdsOfAsync(changes.From!.Scan(changes.Removed))).Should().Equal(0, 1);
        (await table.IdsOfAsync(changes.To.Scan(changes.Added))).Should().Equal(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task GetChanges_CompactedFileRestored_RowsAddUp(int from)
    {
        await table.CreateAsync();
        await table.AppendAsync(first: 0, count: 2);
        var original = (await table.Table.GetSnapshotAsync(ct: TestTable.Cancel)).Files[0];
        await RewriteAsync(_ => true, TestTable.Ids(0, 2), dataChange: false);
        var compacted = (await table.Table.GetSnapshotAsync(ct: TestTable.Cancel)).Files[0];
        await File.WriteAllTextAsync(
            Path.Combine(table.Path, "_delta_log", $"{3:D20}.json"),
            $$$"""
            {"add":{"path":"{{{original.Path}}}","partitionValues":{},"size":{{{original.Size}}},"modificationTime":0,"dataChange":true}}
            {"remove":{"path":"{{{compacted.Path}}}","dataChange":true}}
            """,
            TestTable.Cancel);

        var changes = await table.Table.GetChangesAsync(from, 3, TestTable.Cancel);

        var added = await table.IdsOfAsync(changes.To.Scan(changes.Added));
        var removed = await table.IdsOfAsync(changes.To.Scan(changes.Removed));
        (await table.ReadIdsAsync(from)).Concat(added).Order().Should().Equal((await table.ReadIdsAsync(3)).Concat(removed).Order());
    }

    [Fact]
    public async Task GetChanges_LogCleanedUp_SubtractsSnapshots()
    {
        await table.CreateAsync(first: 0, count: 1, new Dictionary<string, string> { ["delta.checkpointInterval"] = "2" });
        for (var i = 1; i <= 4; i++) await table.AppendAsync(first: i, count: 1);
        File.Delete(Path.Combine(table.Path, "_delta_log", $"{3:D20}.json"));

        var changes = await DeltaTable.ForPath(table.Path).GetChangesAsync(2, 4, TestTable.Cancel);

        changes.Removed.Should().BeEmpty();
        (await table.IdsOfAsync(changes.To.Scan(changes.Added))).Should().Equal(3, 4);
    }

    private async Task RewriteAsync(Func<DataFile, bool> which, string rows, bool dataChange = true)
    {
        var snapshot = await table.Table.GetSnapshotAsync(ct: TestTable.Cancel);
        var transaction = table.Table.Begin(snapshot, "UPDATE");
        transaction.DataChange = dataChange;
        foreach (var file in snapshot.Files.Where(which)) transaction.Remove(file);
        await transaction.WriteQueryAsync(table.Session, rows, ct: TestTable.Cancel);
        (await transaction.CommitAsync(TestTable.Cancel)).Should().BeOfType<Committed>();
    }
}
