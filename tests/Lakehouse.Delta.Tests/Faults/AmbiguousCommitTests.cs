namespace Lakehouse.Delta.Tests.Faults;

public sealed class AmbiguousCommitTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task Commit_AnswerLostAfterThePut_IsKnownAgain()
    {
        var (own, storage) = await OpenAsync();
        var transaction = own.Begin(await own.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE");
        storage.NextPut = async put =>
        {
            await put();
            throw new DeltaException(DeltaErrorCode.Storage, "The answer was lost.");
        };

        var result = await transaction.CommitAsync(TestTable.Cancel);

        result.Should().BeOfType<Committed>().Which.Version.Should().Be(1);
        (await own.GetSnapshotAsync(ct: TestTable.Cancel)).Version.Should().Be(1);
    }

    [Fact]
    public async Task Commit_RetriedPutSaysTaken_IsKnownAgain()
    {
        var (own, storage) = await OpenAsync();
        var transaction = own.Begin(await own.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE");
        transaction.ExactVersion = true;
        storage.NextPut = async put =>
        {
            await put();
            return false;
        };

        var result = await transaction.CommitAsync(TestTable.Cancel);

        result.Should().BeOfType<Committed>().Which.Version.Should().Be(1);
        (await own.GetSnapshotAsync(ct: TestTable.Cancel)).Version.Should().Be(1);
    }

    [Fact]
    public async Task Commit_PutFailed_NothingIsVisible()
    {
        var (own, storage) = await OpenAsync();
        var transaction = own.Begin(await own.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE");
        storage.NextPut = _ => throw new DeltaException(DeltaErrorCode.Storage, "Refused.");

        var commit = () => transaction.CommitAsync(TestTable.Cancel);

        await commit.Should().ThrowAsync<DeltaException>().WithMessage("Refused.");
        (await own.GetSnapshotAsync(ct: TestTable.Cancel)).Version.Should().Be(0);
    }

    [Fact]
    public async Task GetSnapshot_NothingChanged_SameSnapshotAndNoFileIsRead()
    {
        var (own, storage) = await OpenAsync();
        var first = await own.GetSnapshotAsync(ct: TestTable.Cancel);
        var reads = storage.Reads;

        var second = await own.GetSnapshotAsync(ct: TestTable.Cancel);

        second.Should().BeSameAs(first);
        storage.Reads.Should().Be(reads);
    }

    [Fact]
    public async Task GetSnapshot_OneCommitMore_OnlyThatFileIsRead()
    {
        var (own, storage) = await OpenAsync();
        await own.GetSnapshotAsync(ct: TestTable.Cancel);
        await table.AppendAsync(first: 1, count: 1);
        var reads = storage.Reads;

        var snapshot = await own.GetSnapshotAsync(ct: TestTable.Cancel);

        snapshot.Version.Should().Be(1);
        storage.Reads.Should().Be(reads + 1);
    }

    private async Task<(DeltaTable Own, FaultyStorage Storage)> OpenAsync()
    {
        await table.CreateAsync(first: 0, count: 1);
        FaultyStorage storage = null!;
        return (DeltaTable.ForPath(table.Path, table.Clock, root => storage = new FaultyStorage(root)), storage);
    }
}
