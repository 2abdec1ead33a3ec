using System.Text;

namespace Lakehouse.Delta.Tests.Log;

/// <summary>Bounds of what a table with many files may allocate, which hold on any machine; times are the benchmark's matter.</summary>
/// <remarks>The counter is the whole process's, so nothing may run beside these tests.</remarks>
[Collection(nameof(ManyFilesTests))]
[CollectionDefinition(nameof(ManyFilesTests), DisableParallelization = true)]
public sealed class ManyFilesTests : IDisposable
{
    private const int Files = 10_000;
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task GetSnapshot_ManyFilesInACheckpoint_AllocatesLittleMoreThanTheirText()
    {
        await WriteAsync();
        await DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: TestTable.Cancel);
        Snapshot snapshot = null!;

        var allocated = await AllocatedAsync(async () => snapshot = await DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: TestTable.Cancel));

        snapshot.Files.Should().HaveCount(Files);
        (allocated / Files).Should().BeLessThan(2000, "an add is 400 bytes of text");
    }

    [Fact]
    public async Task GetSnapshot_NothingChangedOrOneCommitMore_CopiesNoState()
    {
        await WriteAsync();
        _ = (await table.Table.GetSnapshotAsync(ct: TestTable.Cancel)).Files.Count;
        var unchanged = await AllocatedAsync(() => table.Table.GetSnapshotAsync(ct: TestTable.Cancel));
        await WriteCommitAsync(11, [Add(Files)]);

        var oneMore = await AllocatedAsync(async () => _ = (await table.Table.GetSnapshotAsync(ct: TestTable.Cancel)).Files.Count);

        unchanged.Should().BeLessThan(100_000);
        oneMore.Should().BeLessThan((Files * 8) + 200_000, "the list of files is copied, the map of files is not");
    }

    [Fact]
    public async Task Where_OneKeyOfManyFiles_FindsItsFileAndParsesNoTree()
    {
        await WriteAsync();
        var snapshot = await table.Table.GetSnapshotAsync(ct: TestTable.Cancel);
        Scan scan = null!;
        snapshot.Scan().Where(new ComparePredicate("id", "=", 1L));

        var allocated = await AllocatedAsync(() => Task.FromResult(scan = snapshot.Scan().Where(new ComparePredicate("id", "=", 5_000_500L))));

        scan.Files.Should().ContainSingle().Which.Path.Should().Be("part-5000.parquet");
        (allocated / Files).Should().BeLessThan(800);
    }

    private static async Task<long> AllocatedAsync(Func<Task> work)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await work();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    /// <summary>Version 9 holds all files, version 10 the checkpoint.</summary>
    private async Task WriteAsync()
    {
        await table.CreateAsync();
        for (var version = 1; version < 9; version++) await WriteCommitAsync(version, []);
        await WriteCommitAsync(9, Enumerable.Range(0, Files).Select(Add));
        var transaction = DeltaTable.ForPath(table.Path, table.Clock);
        await transaction.Begin(await transaction.GetSnapshotAsync(ct: TestTable.Cancel), "WRITE").CommitAsync(TestTable.Cancel);
    }

    private Task WriteCommitAsync(int version, IEnumerable<string> adds)
    {
        var time = table.Clock.GetUtcNow().ToUnixTimeMilliseconds() + version;
        var lines = adds.Prepend($$$"""{"commitInfo":{"inCommitTimestamp":{{{time}}},"timestamp":{{{time}}},"operation":"WRITE"}}""");
        return File.WriteAllTextAsync(Path.Combine(table.Path, "_delta_log", $"{version:D20}.json"), string.Join('\n', lines), new UTF8Encoding(false), TestTable.Cancel);
    }

    private static string Add(int file)
    {
        var (low, high) = (file * 1000L, (file * 1000L) + 999);
        var stats = $$$"""{\"numRecords\":1000,\"minValues\":{\"id\":{{{low}}},\"text\":\"row {{{low}}}\"},\"maxValues\":{\"id\":{{{high}}},\"text\":\"row {{{high}}}\"},"""
            + """\"nullCount\":{\"id\":0,\"text\":0}}""";
        return $$$"""{"add":{"path":"part-{{{file}}}.parquet","partitionValues":{},"size":1,"modificationTime":2,"dataChange":true,"stats":"{{{stats}}}"}}""";
    }
}
