using Lakehouse.Delta.Storage;
using Lakehouse.Delta.Storage.Cache;
using Microsoft.Extensions.Time.Testing;

namespace Lakehouse.Delta.Tests.Storage.Cache;

public sealed class FileCacheTests : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("lakehouse-cache-tests-");
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly RemoteFiles remote = new();
    private readonly List<FileCache> opened = [];

    [Fact]
    public async Task LocateAsync_SameFilesAgain_AreNotFetchedAgain()
    {
        var cache = Open();
        FileReference[] files = [remote.Add("a", 10), remote.Add("b", 20)];

        using (var first = await cache.LocateAsync(remote, files, TestTable.Cancel)) first.Names.Should().OnlyContain(n => File.Exists(n));
        using var again = await cache.LocateAsync(remote, files, TestTable.Cancel);

        remote.Downloads.Should().Be(2);
        File.ReadAllText(again.Names[1]!).Should().StartWith("b").And.HaveLength(20);
    }

    [Fact]
    public async Task LocateAsync_FileOfAnotherTableAtTheSamePlace_IsFetched()
    {
        var cache = Open();
        var file = remote.Add("a", 10);
        (await cache.LocateAsync(remote, [file], TestTable.Cancel)).Dispose();

        using var newer = await cache.LocateAsync(remote, [file with { ModificationTimeMillis = 2 }], TestTable.Cancel);

        remote.Downloads.Should().Be(2);
    }

    [Fact]
    public async Task LocateAsync_NoSizeInTheLog_TheStoreTellsWhetherTheCopyIsStillTheFile()
    {
        var cache = Open();
        remote.Add("checkpoint", 10);
        FileReference[] asked = [new("checkpoint")];
        (await cache.LocateAsync(remote, asked, TestTable.Cancel)).Dispose();
        (await cache.LocateAsync(remote, asked, TestTable.Cancel)).Dispose();
        var same = remote.Downloads;

        await remote.PutAsync("checkpoint", "0123456789"u8.ToArray(), TestTable.Cancel);
        using var replaced = await cache.LocateAsync(remote, asked, TestTable.Cancel);

        same.Should().Be(1);
        File.ReadAllText(replaced.Names[0]!).Should().Be("0123456789");
    }

    [Fact]
    public async Task LocateAsync_ManyReadersAtOnce_EachFileIsFetchedOnceAndFewAtATime()
    {
        var cache = Open();
        FileReference[] files = [.. Enumerable.Range(0, 40).Select(i => remote.Add($"f{i}", 100))];

        var readers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => cache.LocateAsync(remote, files, TestTable.Cancel)));

        remote.Downloads.Should().Be(40);
        remote.MostAtOnce.Should().BeLessThanOrEqualTo(8);
        foreach (var reader in readers) reader.Dispose();
        Own().Should().BeEmpty("what nobody reads is not held");
    }

    [Fact]
    public async Task LocateAsync_FileThatTheStoreLacks_HasNoName()
    {
        using var located = await Open().LocateAsync(remote, [new("gone", 5, 1), new("gone too"), remote.Add("a", 3)], TestTable.Cancel);

        located.Names[0].Should().BeNull();
        located.Names[1].Should().BeNull();
        located.Names[2].Should().NotBeNull();
    }

    [Fact]
    public async Task LocateAsync_TruncatedDownload_IsRefusedAndNeverVisible()
    {
        var cache = Open();
        var file = remote.Add("a", 1000);
        remote.Arriving = length => length - 1;

        var act = () => cache.LocateAsync(remote, [file], TestTable.Cancel);

        (await act.Should().ThrowAsync<DeltaException>()).Which.Code.Should().Be(DeltaErrorCode.Corrupt);
        Shared().Should().BeEmpty();
        Own().Should().BeEmpty();
        remote.Arriving = length => length;
        using var located = await cache.LocateAsync(remote, [file], TestTable.Cancel);
        new FileInfo(located.Names[0]!).Length.Should().Be(1000);
    }

    [Fact]
    public async Task LocateAsync_CopyCutShortOnDisk_IsFetchedAgain()
    {
        var cache = Open();
        var file = remote.Add("a", 1000);
        (await cache.LocateAsync(remote, [file], TestTable.Cancel)).Dispose();
        using (var copy = Shared().Single().OpenWrite()) copy.SetLength(0);

        using var located = await cache.LocateAsync(remote, [file], TestTable.Cancel);

        new FileInfo(located.Names[0]!).Length.Should().Be(1000);
        remote.Downloads.Should().Be(2);
    }

    [Fact]
    public async Task LocateAsync_Cancelled_LeavesNothing()
    {
        var cache = Open();
        var file = remote.Add("a", 10);
        remote.Gate = new TaskCompletionSource().Task;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestTable.Cancel);

        var locating = cache.LocateAsync(remote, [file], cancel.Token);
        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => locating).Should().ThrowAsync<OperationCanceledException>();
        Own().Should().BeEmpty();
    }

    [Fact]
    public async Task LocateAsync_MoreThanTheBound_TheLongestUnusedGoAndThoseInUseStay()
    {
        var cache = Open(maxBytes: 1000);
        using var held = await cache.LocateAsync(remote, [remote.Add("held", 300)], TestTable.Cancel);
        for (var i = 0; i < 10; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            (await cache.LocateAsync(remote, [remote.Add($"f{i}", 200)], TestTable.Cancel)).Dispose();
        }

        var before = remote.Downloads;
        Shared().Sum(f => f.Length).Should().BeLessThanOrEqualTo(1000);
        (await cache.LocateAsync(remote, [remote.Add("f9", 200), remote.Add("held", 300)], TestTable.Cancel)).Dispose();
        remote.Downloads.Should().Be(before, "the newest and the one in use are still there");
        File.ReadAllText(held.Names[0]!).Should().StartWith("held");
    }

    [Fact]
    public async Task LocateAsync_AnotherProcessEvictsWhatThisOneReads_BytesStay()
    {
        var mine = Open();
        var theirs = Open(maxBytes: 1);
        using var held = await mine.LocateAsync(remote, [remote.Add("a", 50)], TestTable.Cancel);
        foreach (var copy in Shared()) copy.Delete();

        using var other = await theirs.LocateAsync(remote, [remote.Add("b", 50)], TestTable.Cancel);

        File.ReadAllText(held.Names[0]!).Should().StartWith("a").And.HaveLength(50);
    }

    [Fact]
    public async Task Open_AfterAProcessDied_ClearsWhatItLeftAndSparesTheLiving()
    {
        var living = Open();
        using var held = await living.LocateAsync(remote, [remote.Add("a", 5)], TestTable.Cancel);
        var dead = directory.CreateSubdirectory("owners/dead");
        File.WriteAllText(Path.Combine(dead.FullName, "lock"), "");
        File.WriteAllText(Path.Combine(dead.FullName, "partial-1"), "half");

        Open();

        Directory.Exists(dead.FullName).Should().BeFalse();
        File.Exists(held.Names[0]).Should().BeTrue();
    }

    [Fact]
    public async Task LocateAsync_TwoProcessesOnATightCache_EveryReaderSeesWholeFiles()
    {
        FileReference[] files = [.. Enumerable.Range(0, 12).Select(i => remote.Add($"file{i:00}", 100 + i))];
        FileCache[] processes = [Open(maxBytes: 300), Open(maxBytes: 300)];

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async reader =>
        {
            for (var round = 0; round < 25; round++)
            {
                var wanted = files.Where((_, i) => (i + reader + round) % 3 == 0).ToList();
                using var located = await processes[reader % 2].LocateAsync(remote, wanted, TestTable.Cancel);
                await Task.Yield();
                for (var i = 0; i < wanted.Count; i++) File.ReadAllText(located.Names[i]!).Should().Be(wanted[i].Path.PadRight((int)wanted[i].Size!, '.'));
            }
        }));

        Own().Should().BeEmpty();
    }

    [Fact]
    public async Task PublishAsync_WrittenFile_IsReadBackWithoutADownload()
    {
        var storage = new CachedStorage(remote, Open());
        await File.WriteAllTextAsync(storage.BeginFile("d/new.parquet"), "content", TestTable.Cancel);

        var stored = await storage.PublishAsync("d/new.parquet", TestTable.Cancel);
        using var located = await storage.LocateAsync([new("d/new.parquet", stored.Size, stored.ModificationTimeMillis)], TestTable.Cancel);

        File.ReadAllText(located.Names[0]!).Should().Be("content");
        (await remote.ReadAsync("d/new.parquet", TestTable.Cancel)).Should().HaveCount(7);
        remote.Downloads.Should().Be(0);
    }

    [Fact]
    public async Task DiscardAsync_BegunOrPublished_LeavesNoFile()
    {
        var storage = new CachedStorage(remote, Open());
        await File.WriteAllTextAsync(storage.BeginFile("begun"), "x", TestTable.Cancel);
        await File.WriteAllTextAsync(storage.BeginFile("published"), "x", TestTable.Cancel);
        await storage.PublishAsync("published", TestTable.Cancel);

        await storage.DiscardAsync("begun");
        await storage.DiscardAsync("published");

        Own().Should().BeEmpty();
        (await remote.ReadAsync("published", TestTable.Cancel)).Should().BeNull();
    }

    public void Dispose()
    {
        foreach (var cache in opened) cache.Dispose();
        directory.Delete(recursive: true);
    }

    private FileCache Open(long maxBytes = 1_000_000)
    {
        var cache = new FileCache(new CacheSettings(directory.FullName, maxBytes), clock);
        opened.Add(cache);
        return cache;
    }

    private FileInfo[] Shared() => new DirectoryInfo(Path.Combine(directory.FullName, "files")).GetFiles();

    private IEnumerable<FileInfo> Own() => new DirectoryInfo(Path.Combine(directory.FullName, "owners")).GetFiles("*", SearchOption.AllDirectories).Where(f => f.Name != "lock");
}
