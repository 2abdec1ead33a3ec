namespace Lakehouse.Delta.Tests;

public sealed class ConflictTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task Commit_BlindAppendAfterAppend_LandsLater()
    {
        await table.CreateAsync(first: 0, count: 1);
        var mine = await BeginAsync();
        await table.AppendAsync(first: 1, count: 1);

        var result = await mine.CommitAsync(TestTable.Cancel);

        result.Should().BeOfType<Committed>().Which.Version.Should().Be(2);
    }

    [Fact]
    public async Task Commit_ExactVersionTaken_Conflicts()
    {
        await table.CreateAsync(first: 0, count: 1);
        var mine = await BeginAsync();
        mine.ExactVersion = true;
        await table.AppendAsync(first: 1, count: 1);

        var result = await mine.CommitAsync(TestTable.Cancel);

        result.Should().BeOfType<Conflicted>().Which.WinningVersion.Should().Be(1);
    }

    [Fact]
    public async Task Commit_RemovalAfterAppend_Conflicts()
    {
        await table.CreateAsync(first: 0, count: 1);
        var mine = await BeginAsync();
        mine.RemoveAll();
        await table.AppendAsync(first: 1, count: 1);

        var result = await mine.CommitAsync(TestTable.Cancel);

        result.Should().BeOfType<Conflicted>();
        (await table.ReadIdsAsync()).Should().Equal(0, 1);
    }

    [Fact]
    public async Task Commit_OverwriteOfEmptyTableAfterAppend_Conflicts()
    {
        await table.CreateAsync();
        var mine = await BeginAsync();
        mine.RemoveAll();
        await table.AppendAsync(first: 1, count: 1);

        var result = await mine.CommitAsync(TestTable.Cancel);

        result.Should().BeOfType<Conflicted>();
    }

    [Fact]
    public async Task Commit_TableDeletedSince_ConflictsAndLeavesNoHalfTable()
    {
        await table.CreateAsync(first: 0, count: 1);
        var mine = await BeginAsync();
        Directory.Delete(table.Path, recursive: true);

        var result = await mine.CommitAsync(TestTable.Cancel);

        result.Should().BeOfType<Conflicted>();
        Directory.Exists(table.Path).Should().BeFalse();
    }

    [Fact]
    public async Task Commit_SameApplicationWon_Conflicts()
    {
        await table.CreateAsync(first: 0, count: 1);
        var (mine, theirs) = (await BeginAsync(), await BeginAsync());
        mine.SetTransaction("job", 1);
        theirs.SetTransaction("job", 1);
        await theirs.CommitAsync(TestTable.Cancel);

        var result = await mine.CommitAsync(TestTable.Cancel);

        result.Should().BeOfType<Conflicted>();
        (await table.Table.GetSnapshotAsync(ct: TestTable.Cancel)).Transactions.Should().Contain("job", 1);
    }

    [Fact]
    public async Task Commit_ApplicationVersionAlreadyInSnapshot_Conflicts()
    {
        await table.CreateAsync(first: 0, count: 1);
        var first = await BeginAsync();
        first.SetTransaction("job", 3);
        await first.CommitAsync(TestTable.Cancel);
        var again = await BeginAsync();
        again.SetTransaction("job", 3);

        var result = await again.CommitAsync(TestTable.Cancel);

        result.Should().BeOfType<Conflicted>();
    }

    [Fact]
    public async Task Commit_SchemaChangedByWinner_Conflicts()
    {
        await table.CreateAsync(first: 0, count: 1);
        var (mine, theirs) = (await BeginAsync(), await BeginAsync());
        theirs.SetSchema(new TableSchema([.. TestTable.IdAndText.Columns, new("extra", new PrimitiveType("double"))]));
        await theirs.CommitAsync(TestTable.Cancel);

        var result = await mine.CommitAsync(TestTable.Cancel);

        result.Should().BeOfType<Conflicted>();
    }

    [Fact]
    public async Task Commit_ManyThreads_EveryAppendHasItsVersion()
    {
        const int writers = 4, appends = 12;
        await table.CreateAsync();

        var versions = await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
        {
            var own = DeltaTable.ForPath(table.Path);
            var mine = new List<long>();
            for (var i = 0; i < appends; i++)
            {
                var transaction = own.Begin(await own.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE");
                await using var writer = transaction.OpenWriter();
                writer.Columns[0].AppendInt64((w * appends) + i);
                writer.Columns[1].AppendNull();
                writer.EndRow();
                await writer.CloseAsync(TestTable.Cancel);
                mine.Add(((Committed)await transaction.CommitAsync(TestTable.Cancel)).Version);
            }

            return mine;
        })));

        versions.SelectMany(v => v).Order().Should().Equal(Enumerable.Range(1, writers * appends).Select(v => (long)v));
        (await table.ReadIdsAsync()).Order().Should().Equal(Enumerable.Range(0, writers * appends).Select(v => (long)v));
        var times = new List<long>();
        await foreach (var commit in table.Table.GetHistoryAsync(TestTable.Cancel)) times.Add(commit.TimestampMillis);
        times.Should().BeInDescendingOrder().And.OnlyHaveUniqueItems();
    }

    private async Task<Transaction> BeginAsync() => table.Table.Begin(await table.Table.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE");
}
