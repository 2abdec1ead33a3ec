using System.Text;
using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta.Storage;

namespace Lakehouse.Azure.Tests.Storage;

/// <summary>What every store of tables must do, whatever it is made of.</summary>
public abstract class StorageContract : IDisposable
{
    private readonly DirectoryInfo local = Directory.CreateTempSubdirectory("lakehouse-storage-");

    /// <summary>A directory of this test.</summary>
    private protected string LocalDirectory => local.FullName;

    public void Dispose()
    {
        local.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task PutIfAbsent_FreeThenTaken_FirstContentStays()
    {
        var storage = await OpenAsync();

        var first = await storage.PutIfAbsentAsync("_delta_log/a.json", Bytes("first"), Development.Cancel);
        var second = await storage.PutIfAbsentAsync("_delta_log/a.json", Bytes("second"), Development.Cancel);

        (first, second).Should().Be((true, false));
        (await TextAsync(storage, "_delta_log/a.json")).Should().Be("first");
    }

    [Fact]
    public async Task PutIfAbsent_ManyAtOnce_OneWinsAndItsContentIsThere()
    {
        var storage = await OpenAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => storage.PutIfAbsentAsync("log/0.json", Bytes($"writer {i}"), Development.Cancel))));

        var winner = outcomes.Index().Should().ContainSingle(o => o.Item).Which.Index;
        (await TextAsync(storage, "log/0.json")).Should().Be($"writer {winner}");
    }

    [Fact]
    public async Task Put_Again_Replaces()
    {
        var storage = await OpenAsync();

        await storage.PutAsync("_delta_log/_last_checkpoint", Bytes("a longer text"), Development.Cancel);
        await storage.PutAsync("_delta_log/_last_checkpoint", Bytes("new"), Development.Cancel);

        (await TextAsync(storage, "_delta_log/_last_checkpoint")).Should().Be("new");
    }

    [Fact]
    public async Task Put_NoBytes_IsAnEmptyFile()
    {
        var storage = await OpenAsync();

        await storage.PutAsync("empty", ReadOnlyMemory<byte>.Empty, Development.Cancel);

        (await storage.ReadAsync("empty", Development.Cancel)).Should().BeEmpty();
        (await storage.ListAsync("", "", Development.Cancel)).Should().ContainSingle().Which.Size.Should().Be(0);
    }

    [Fact]
    public async Task Read_AbsentFileOrDirectory_IsNull()
    {
        var storage = await OpenAsync();

        (await storage.ReadAsync("none", Development.Cancel)).Should().BeNull();
        (await storage.ReadAsync("no/such/directory", Development.Cancel)).Should().BeNull();
    }

    [Fact]
    public async Task List_FromAName_FilesOfThatDirectoryFromThereOnInOrder()
    {
        var storage = await OpenAsync();
        foreach (var i in Enumerable.Range(8, 4).Reverse()) await storage.PutAsync($"log/{i:d3}.json", Bytes("1234567890"[..(i - 7)]), Development.Cancel);
        await storage.PutAsync("log/_sidecars/010.parquet", Bytes("x"), Development.Cancel);
        await storage.PutAsync("log2/010.json", Bytes("x"), Development.Cancel);

        var found = await storage.ListAsync("log", "009.", Development.Cancel);

        found.Select(f => (f.Name, f.Size)).Should().Equal(("009.json", 2), ("010.json", 3), ("011.json", 4));
    }

    [Fact]
    public async Task List_AbsentDirectory_IsEmpty()
    {
        var storage = await OpenAsync();

        (await storage.ListAsync("nowhere", "", Development.Cancel)).Should().BeEmpty();
        (await TreeAsync(storage, "nowhere")).Should().BeEmpty();
    }

    [Fact]
    public async Task ListTree_AnyDepthAndOddNames_AllFilesByTheirPathsBelow()
    {
        var storage = await OpenAsync();
        string[] names = ["a.parquet", "day=2026-01-01/b.parquet", "day=%20+é ü/c d.parquet", "x/y/z/d.parquet", "day=__HIVE_DEFAULT_PARTITION__/e.parquet", "it's;&=@/f.parquet"];
        foreach (var name in names) await storage.PutAsync($"root/{name}", Bytes(name), Development.Cancel);

        var found = await TreeAsync(storage, "root");

        found.Select(f => f.Name).Should().BeEquivalentTo(names);
        foreach (var name in names) (await TextAsync(storage, $"root/{name}")).Should().Be(name);
        (await TreeAsync(storage, "")).Should().HaveCount(names.Length);
    }

    [Fact]
    public async Task Delete_PresentAndAbsent_IsGoneAndNoFailure()
    {
        var storage = await OpenAsync();
        await storage.PutAsync("d/a", Bytes("a"), Development.Cancel);

        await storage.DeleteAsync("d/a", Development.Cancel);
        await storage.DeleteAsync("d/a", Development.Cancel);

        (await storage.ReadAsync("d/a", Development.Cancel)).Should().BeNull();
        (await TreeAsync(storage, "")).Should().BeEmpty();
    }

    [Fact]
    public async Task Publish_FileThatWasBegun_IsListedAndLocatedWithThoseBytes()
    {
        var storage = await OpenAsync();
        await File.WriteAllTextAsync(storage.BeginFile("p=1/part.parquet"), "rows", Development.Cancel);

        var stored = await storage.PublishAsync("p=1/part.parquet", Development.Cancel);
        var (present, absent) = (new FileReference("p=1/part.parquet", stored.Size, stored.ModificationTimeMillis), new FileReference("p=1/none.parquet"));
        using var located = await storage.LocateAsync([present, absent], Development.Cancel);

        stored.Should().Be((await storage.ListAsync("p=1", "", Development.Cancel)).Single());
        (await File.ReadAllTextAsync(located.Names[0]!, Development.Cancel)).Should().Be("rows");
        located.Names[1].Should().BeNull();
    }

    [Fact]
    public async Task Discard_FileThatWasBegunOrPublished_IsGone()
    {
        var storage = await OpenAsync();
        await File.WriteAllTextAsync(storage.BeginFile("a"), "a", Development.Cancel);
        await File.WriteAllTextAsync(storage.BeginFile("b"), "b", Development.Cancel);
        await storage.PublishAsync("b", Development.Cancel);

        await storage.DiscardAsync("a");
        await storage.DiscardAsync("b");

        (await TreeAsync(storage, "")).Should().BeEmpty();
    }

    /// <summary>A store with an empty root.</summary>
    private protected abstract Task<IStorage> OpenAsync();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<string?> TextAsync(IStorage storage, string path) =>
        await storage.ReadAsync(path, Development.Cancel) is { } content ? Encoding.UTF8.GetString(content) : null;

    private static async Task<List<StoredFile>> TreeAsync(IStorage storage, string directory)
    {
        var found = new List<StoredFile>();
        await foreach (var file in storage.ListTreeAsync(directory, Development.Cancel)) found.Add(file);
        return found;
    }
}
