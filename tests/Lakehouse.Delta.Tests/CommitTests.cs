namespace Lakehouse.Delta.Tests;

public sealed class CommitTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task Create_WithRows_VersionZeroHoldsThem()
    {
        var result = await table.CreateAsync(first: 0, count: 5);

        var snapshot = await table.Table.GetSnapshotAsync(ct: TestTable.Cancel);
        result.Should().BeOfType<Committed>().Which.Version.Should().Be(0);
        snapshot.Version.Should().Be(0);
        snapshot.Schema.Should().BeEquivalentTo(TestTable.IdAndText, o => o.RespectingRuntimeTypes());
        (await table.ReadIdsAsync()).Should().Equal(0, 1, 2, 3, 4);
    }

    [Fact]
    public async Task Create_TableExists_Conflicts()
    {
        await table.CreateAsync();

        var result = await table.CreateAsync();

        result.Should().BeOfType<Conflicted>().Which.WinningVersion.Should().Be(0);
    }

    [Fact]
    public async Task Append_FifteenTimes_EveryVersionReadsAfterCheckpoint()
    {
        await table.CreateAsync(first: 0, count: 1);
        for (var i = 1; i <= 15; i++) await table.AppendAsync(first: i, count: 1);

        File.Exists(Path.Combine(table.Path, "_delta_log", $"{10:D20}.checkpoint.parquet")).Should().BeTrue();
        var cold = DeltaTable.ForPath(table.Path);
        for (var v = 0; v <= 15; v++)
        {
            var snapshot = await cold.GetSnapshotAsync(v, TestTable.Cancel);
            snapshot.Files.Should().HaveCount(v + 1);
            snapshot.Files.Select(f => f.AddedInVersion).Should().Equal(Enumerable.Range(0, v + 1).Select(x => (long?)x));
            (await table.IdsOfAsync(snapshot.Scan())).Should().Equal(Enumerable.Range(0, v + 1).Select(x => (long)x));
        }
    }
}
