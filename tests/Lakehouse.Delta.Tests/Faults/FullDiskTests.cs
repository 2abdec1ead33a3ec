using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;

namespace Lakehouse.Delta.Tests.Faults;

public sealed class FullDiskTests : IDisposable
{
    private const int Kibibytes = 768;
    private readonly DuckDbSession session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task WriteQuery_DiskTooSmall_StorageErrorAndNoFileStays()
    {
        await using var disk = await SmallDisk.MountAsync(Kibibytes);
        var table = await CreateAsync(disk);
        var transaction = await BeginAsync(table);

        var write = () => transaction.WriteQueryAsync(session, "SELECT i AS id, md5(i::VARCHAR) || md5((i + 1)::VARCHAR) AS text FROM range(200000) t(i)", ct: TestTable.Cancel);

        Verify(await write.Should().ThrowAsync<DeltaException>(), table);
        await VerifyUntouchedAsync(table);
    }

    [Fact]
    public async Task OpenWriter_DiskTooSmall_StorageErrorAndNoFileStays()
    {
        await using var disk = await SmallDisk.MountAsync(Kibibytes);
        var table = await CreateAsync(disk);
        var transaction = await BeginAsync(table);

        var write = async () =>
        {
            await using var writer = transaction.OpenWriter(new WriterOptions { RowGroupRows = 2000, FileRows = 6000 });
            var random = new Random(1);
            var text = new byte[64];
            for (var i = 0; i < 50_000; i++)
            {
                random.NextBytes(text);
                writer.Columns[0].AppendInt64(random.NextInt64());
                writer.Columns[1].AppendBytes(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexString(text)));
                writer.EndRow();
            }

            await writer.CloseAsync(TestTable.Cancel);
        };

        Verify(await write.Should().ThrowAsync<DeltaException>(), table);
        await VerifyUntouchedAsync(table);
    }

    [Fact]
    public async Task Commit_DiskFull_StorageErrorNothingVisibleAndLaterCommitsSucceed()
    {
        await using var disk = await SmallDisk.MountAsync(Kibibytes);
        var table = await CreateAsync(disk);
        var transaction = await BeginAsync(table);
        await transaction.WriteQueryAsync(session, TestTable.Ids(5, 1), ct: TestTable.Cancel);
        disk.Fill();

        var commit = () => transaction.CommitAsync(TestTable.Cancel);

        Verify(await commit.Should().ThrowAsync<DeltaException>(), table);
        disk.Free();
        await VerifyUntouchedAsync(table, orphans: 1);
        var again = await BeginAsync(table);
        await again.WriteQueryAsync(session, TestTable.Ids(6, 1), ct: TestTable.Cancel);
        (await again.CommitAsync(TestTable.Cancel)).Should().BeOfType<Committed>().Which.Version.Should().Be(1);
    }

    [Fact]
    public async Task Commit_NotPermitted_StorageErrorNothingVisible()
    {
        await using var disk = await SmallDisk.MountAsync(Kibibytes);
        var table = await CreateAsync(disk);
        var transaction = await BeginAsync(table);
        await transaction.WriteQueryAsync(session, TestTable.Ids(5, 1), ct: TestTable.Cancel);
        (await disk.MakeReadOnlyAsync()).Should().Be(0);

        var commit = () => transaction.CommitAsync(TestTable.Cancel);
        var write = async () => await (await BeginAsync(table)).WriteQueryAsync(session, TestTable.Ids(6, 1), ct: TestTable.Cancel);

        Verify(await commit.Should().ThrowAsync<DeltaException>(), table);
        Verify(await write.Should().ThrowAsync<DeltaException>(), table);
        await VerifyUntouchedAsync(table, orphans: 1);
    }

    private async Task<DeltaTable> CreateAsync(SmallDisk disk)
    {
        var table = DeltaTable.ForPath(Path.Combine(disk.Path, "table"));
        var transaction = table.Create(TestTable.IdAndText);
        await transaction.WriteQueryAsync(session, TestTable.Ids(0, 3), ct: TestTable.Cancel);
        await transaction.CommitAsync(TestTable.Cancel);
        return table;
    }

    private static async Task<Transaction> BeginAsync(DeltaTable table) => table.Begin(await table.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE");

    private static void Verify(FluentAssertions.Specialized.ExceptionAssertions<DeltaException> failure, DeltaTable table)
    {
        failure.Which.Code.Should().Be(DeltaErrorCode.Storage);
        failure.Which.Message.Should().Contain(table.Path).And.Contain("free space and permissions");
    }

    private static async Task VerifyUntouchedAsync(DeltaTable table, int orphans = 0)
    {
        var cold = DeltaTable.ForPath(table.Path);
        var snapshot = await cold.GetSnapshotAsync(ct: TestTable.Cancel);
        snapshot.Version.Should().Be(0);
        var ids = new List<object?>();
        await foreach (var row in snapshot.Scan().ReadRowsAsync(TestTable.Cancel)) ids.Add(row[0]);
        ids.Should().Equal(0L, 1L, 2L);
        Directory.EnumerateFiles(table.Path).Should().HaveCount(1 + orphans, "only files of commits, and those that wait for one, stay");
        Directory.EnumerateFiles(Path.Combine(table.Path, "_delta_log")).Should().ContainSingle();
    }
}
