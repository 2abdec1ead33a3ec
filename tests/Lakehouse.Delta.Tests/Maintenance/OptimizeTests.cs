using Lakehouse.Delta.Maintenance;
using Lakehouse.Delta.Storage;
using Lakehouse.Delta.Tests.Faults;
using Lakehouse.Delta.Writing;

namespace Lakehouse.Delta.Tests.Maintenance;

public sealed class OptimizeTests : IDisposable
{
    private static readonly TableSchema Partitioned = new([.. TestTable.IdAndText.Columns, new("day", new PrimitiveType("date"))]);
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task OptimizeAsync_SmallFiles_OneFileWithTheSameRowsInOrder()
    {
        await CreateAsync(files: 6);

        var result = await table.OptimizeAsync();

        result.Should().BeEquivalentTo(new { Version = 6, FilesRemoved = 6, FilesAdded = 1, Rows = 18 });
        (await table.ReadIdsAsync()).Should().Equal(Enumerable.Range(0, 18).Select(i => (long)i));
        (await table.ReadIdsAsync(version: 3)).Should().HaveCount(12);
        (await table.NewestAsync()).Files.Should().ContainSingle().Which.RecordCount.Should().Be(18);
    }

    [Fact]
    public async Task OptimizeAsync_Twice_SecondDoesNothing()
    {
        await CreateAsync(files: 5);
        var size = (await table.NewestAsync()).Files[0].Size;
        var options = new OptimizeOptions { TargetBytes = (size * 5) / 2 };
        await table.OptimizeAsync(options);
        var version = (await table.NewestAsync()).Version;

        var again = await table.OptimizeAsync(options);

        again.Should().Be(new OptimizeResult(Version: null, 0, 0, 0, 0, 0));
        (await table.NewestAsync()).Version.Should().Be(version);
    }

    [Fact]
    public async Task OptimizeAsync_ManyRowsInFewBytes_BecomeOneFileAndItEnds()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestTable.Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await table.CreateAsync();
        for (var i = 0; i < 2; i++)
        {
            var transaction = table.Table.Begin(await table.NewestAsync(), "WRITE");
            await transaction.WriteQueryAsync(table.Session, "SELECT 1::BIGINT AS id, 'a' AS text FROM range(2100000)", ct: TestTable.Cancel);
            await transaction.CommitAsync(TestTable.Cancel);
        }

        var result = await table.Table.OptimizeAsync(ct: limit.Token);

        result.Should().BeEquivalentTo(new { FilesRemoved = 2, FilesAdded = 1, Rows = 4_200_000L });
    }

    [Fact]
    public async Task OptimizeAsync_Readers_SeeNoChange()
    {
        await CreateAsync(files: 4);

        await table.OptimizeAsync();

        var changes = await table.Table.GetChangesAsync(3, 4, TestTable.Cancel);
        changes.Added.Should().BeEmpty();
        changes.Removed.Should().BeEmpty();
        (await table.Table.GetCommitsAsync(4, 4, TestTable.Cancel).SingleAsync(TestTable.Cancel)).Operation.Should().Be("OPTIMIZE");
    }

    [Fact]
    public async Task OptimizeAsync_Partitions_NeverMeetInAFile()
    {
        await CreatePartitionedAsync();
        await AppendPartitionedAsync();

        await table.OptimizeAsync();

        var files = (await table.NewestAsync()).Files;
        files.Select(f => f.PartitionValues["day"]).Should().BeEquivalentTo("2001-03-01", "2001-03-02", null);
        (await table.ReadIdsAsync()).Order().Should().Equal(0, 0, 1, 1, 2, 2);
    }

    [Fact]
    public async Task OptimizeAsync_WithPartitionCondition_LeavesTheOthers()
    {
        await CreatePartitionedAsync();
        await AppendPartitionedAsync();

        await table.OptimizeAsync(new OptimizeOptions { Where = new ComparePredicate("day", "=", new DateOnly(2001, 3, 2)) });

        (await table.NewestAsync()).Files.CountBy(f => f.PartitionValues["day"] ?? "").Should().BeEquivalentTo(new Dictionary<string, int> { ["2001-03-01"] = 2, ["2001-03-02"] = 1, [""] = 2 });
    }

    [Fact]
    public async Task OptimizeAsync_WithConditionOnData_IsRefused()
    {
        await CreatePartitionedAsync();

        var act = () => table.OptimizeAsync(new OptimizeOptions { Where = new ComparePredicate("id", "=", 1L) });

        (await act.Should().ThrowAsync<DeltaException>()).WithMessage("*'id' is no partition column (they are day)*");
    }

    [Fact]
    public async Task OptimizeAsync_FilesWithDifferentTags_AreNotMerged()
    {
        await table.CreateAsync();
        for (var i = 0; i < 4; i++) await AppendTaggedAsync(i, $"{i / 2}");

        await table.OptimizeAsync();

        var files = (await table.NewestAsync()).Files;
        files.Select(f => f.Tags!["lakehouse.bronzeVersion"]).Should().Equal("0", "1");
        (await table.IdsOfAsync((await table.NewestAsync()).Scan([files[1]]))).Should().Equal(2, 3);
    }

    [Fact]
    public async Task OptimizeAsync_KeepVersions_RowsStillSayWhenTheyCame()
    {
        await CreateAsync(files: 2);
        var transaction = table.Table.Begin(await table.NewestAsync(), "WRITE");
        for (var i = 0; i < 2; i++) await transaction.WriteQueryAsync(table.Session, TestTable.Ids(100 + i, 1), ct: TestTable.Cancel);
        await transaction.CommitAsync(TestTable.Cancel);

        await table.OptimizeAsync(new OptimizeOptions { KeepVersions = true });

        (await table.NewestAsync()).Files.Select(f => f.AddedInVersion).Should().Equal(0, 1, 2);
    }

    [Fact]
    public async Task OptimizeAsync_SortBy_FilesHoldRangesOfTheOrderAndSecondRunDoesNothing()
    {
        await CreateAsync(files: 4, rows: 5000, step: -1);
        var bytes = (await table.NewestAsync()).Files.Sum(f => f.Size);
        var options = new OptimizeOptions { SortBy = ["id"], TargetBytes = bytes / 2 };

        await table.OptimizeAsync(options);

        var snapshot = await table.NewestAsync();
        snapshot.Files.Should().HaveCountGreaterThan(1);
        (await table.ReadIdsAsync()).Should().HaveCount(20_000).And.BeInAscendingOrder();
        snapshot.Scan().Where(new ComparePredicate("id", "=", 7L)).Files.Should().ContainSingle();
        (await table.OptimizeAsync(options)).Version.Should().BeNull();
    }

    [Fact]
    public async Task OptimizeAsync_DryRun_WritesNothing()
    {
        await CreateAsync(files: 3);
        var before = table.DataFiles();

        var result = await table.OptimizeAsync(new OptimizeOptions { DryRun = true });

        result.Should().BeEquivalentTo(new { Version = (long?)null, FilesRemoved = 3, FilesAdded = 0 });
        table.DataFiles().Should().Equal(before);
        (await table.NewestAsync()).Version.Should().Be(2);
    }

    [Fact]
    public async Task OptimizeAsync_AppendInBetween_KeepsItsRows()
    {
        await CreateAsync(files: 3);

        var result = await OptimizeDuringAsync(() => table.AppendAsync(first: 50, count: 2));

        result.FilesRemoved.Should().BeGreaterThanOrEqualTo(3);
        (await table.ReadIdsAsync()).Order().Should().Equal(0, 1, 2, 3, 4, 5, 6, 7, 8, 50, 51);
    }

    [Fact]
    public async Task OptimizeAsync_OverwriteInBetween_DoesNotBringRowsBack()
    {
        await CreateAsync(files: 3);

        await OptimizeDuringAsync(async () =>
        {
            var overwrite = table.Table.Begin(await table.NewestAsync(), "WRITE");
            overwrite.RemoveAll();
            await overwrite.WriteQueryAsync(table.Session, TestTable.Ids(70, 1), ct: TestTable.Cancel);
            await overwrite.CommitAsync(TestTable.Cancel);
        });

        (await table.ReadIdsAsync()).Should().Equal(70);
        table.DataFiles().Should().HaveCount(4, "what was written in vain is gone");
    }

    private async Task<OptimizeResult> OptimizeDuringAsync(Func<Task> other)
    {
        FaultyStorage storage = null!;
        var optimizing = DeltaTable.ForPath(table.Path, TimeProvider.System, root => storage = new FaultyStorage(root));
        storage.NextPut = async put =>
        {
            await other();
            return await put();
        };
        return await optimizing.OptimizeAsync(ct: TestTable.Cancel);
    }

    private async Task CreateAsync(int files, int rows = 3, int step = 1)
    {
        for (var i = 0; i < files; i++)
        {
            var first = rows * (step > 0 ? i : files - 1 - i);
            if (i == 0) await table.CreateAsync(first, rows);
            else await table.AppendAsync(first, rows);
        }
    }

    private async Task CreatePartitionedAsync()
    {
        var transaction = table.Table.Create(Partitioned, ["day"]);
        await transaction.WriteQueryAsync(table.Session, Days, ct: TestTable.Cancel);
        await transaction.CommitAsync(TestTable.Cancel);
    }

    private async Task AppendPartitionedAsync()
    {
        var transaction = table.Table.Begin(await table.NewestAsync(), "WRITE");
        await transaction.WriteQueryAsync(table.Session, Days, ct: TestTable.Cancel);
        await transaction.CommitAsync(TestTable.Cancel);
    }

    private const string Days = "SELECT i AS id, 'x' AS text, CASE WHEN i < 2 THEN DATE '2001-03-01' + i::INTEGER END AS day FROM range(3) t(i)";

    private async Task AppendTaggedAsync(int id, string tag)
    {
        var transaction = table.Table.Begin(await table.NewestAsync(), "WRITE");
        var options = new WriterOptions { Tags = new Dictionary<string, string> { ["lakehouse.bronzeVersion"] = tag } };
        await transaction.WriteQueryAsync(table.Session, TestTable.Ids(id, 1), options, TestTable.Cancel);
        await transaction.CommitAsync(TestTable.Cancel);
    }
}
