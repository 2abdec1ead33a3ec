using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Tests.Storage;

public sealed class LocalStorageTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("lakehouse-storage-tests-");

    [Fact]
    public async Task ListTreeAsync_NestedDirectories_GivesEveryFileByItsPathBelow()
    {
        var storage = new LocalStorage(root.FullName);
        await storage.PutAsync("top.parquet", new byte[3], TestTable.Cancel);
        await storage.PutAsync("d/a=1/.hidden/x y.bin", new byte[5], TestTable.Cancel);
        await storage.PutAsync("d/z", new byte[7], TestTable.Cancel);

        var all = await NamesAsync(storage, "");
        var below = await NamesAsync(storage, "d");

        all.Should().Equal(("d/a=1/.hidden/x y.bin", 5L), ("d/z", 7L), ("top.parquet", 3L));
        below.Should().Equal(("a=1/.hidden/x y.bin", 5L), ("z", 7L));
        (await NamesAsync(storage, "absent")).Should().BeEmpty();
    }

    [Fact]
    public async Task ListTreeAsync_LinkToTheDirectoryAbove_IsNotFollowed()
    {
        var storage = new LocalStorage(root.FullName);
        await storage.PutAsync("d/file", new byte[1], TestTable.Cancel);
        Directory.CreateSymbolicLink(Path.Combine(root.FullName, "d", "loop"), root.FullName);

        var all = await NamesAsync(storage, "");

        all.Should().Equal(("d/file", 1L));
    }

    [Fact]
    public async Task LocateAsync_SomeMissing_NamesTheOthersInOrder()
    {
        var storage = new LocalStorage(root.FullName);
        await storage.PutAsync("here", new byte[1], TestTable.Cancel);

        using var located = await storage.LocateAsync([new("gone"), new("here")], TestTable.Cancel);

        located.Names.Should().Equal(null, Path.Combine(root.FullName, "here"));
    }

    public void Dispose() => root.Delete(recursive: true);

    private static async Task<IReadOnlyList<(string, long)>> NamesAsync(LocalStorage storage, string directory)
    {
        var found = new List<(string Name, long Size)>();
        await foreach (var file in storage.ListTreeAsync(directory, TestTable.Cancel)) found.Add((file.Name, file.Size));
        return [.. found.OrderBy(f => f.Name, StringComparer.Ordinal)];
    }
}
