using System.Text.Json;
using System.Text.Json.Nodes;
using Lakehouse.Delta.Internal;
using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Tests.Operations;

/// <summary>Operations on a table of another engine whose file has a deletion vector.</summary>
public sealed class DeletionVectorWriteTests : IDisposable
{
    /// <summary>Portable roaring bitmap inline: rows 3, 4, 7, 11, 18 and 29 are deleted.</summary>
    private const string Vector = """{"storageType":"i","pathOrInlineDv":"^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L","sizeInBytes":44,"cardinality":6}""";

    private const string Fields = """[{"name":"id","type":"long","nullable":true,"metadata":{}}]""";
    private readonly ForeignTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task Append_BesideAVector_LeavesItAlone()
    {
        await CreateAsync();

        await table.Operations.AppendAsync(RowSource.Query("SELECT 100::BIGINT AS id"), ct: ForeignTable.Cancel);

        (await table.RowsAsync()).Should().HaveCount(25).And.NotContain("29");
    }

    [Fact]
    public async Task Delete_SomeRows_RewritesOnlyLiveRowsAndNamesTheVectorInTheRemove()
    {
        await CreateAsync();

        var result = await table.Operations.DeleteAsync(new ComparePredicate("id", "<", 6L), ct: ForeignTable.Cancel);

        result.Metrics.Should().BeEquivalentTo(new { RowsDeleted = 4L, RowsCopied = 20L });
        (await table.RowsAsync()).Should().HaveCount(20).And.NotContain("29");
        var remove = await RemoveAsync(3);
        JsonNode.DeepEquals(JsonNode.Parse(remove.GetProperty("deletionVector").GetRawText()), JsonNode.Parse(Vector)).Should().BeTrue();
    }

    [Fact]
    public async Task Delete_AllRows_CountsOnlyLiveOnes()
    {
        await CreateAsync();

        var result = await table.Operations.DeleteAsync(condition: null, ct: ForeignTable.Cancel);

        result.Metrics.Should().BeEquivalentTo(new { RowsDeleted = 24L, FilesRemoved = 1, FilesAdded = 0 });
        (await table.RowsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Update_WinnerThatPutAVectorOnTheFile_IsAConflict()
    {
        await CreateAsync(withVector: false);
        var read = await table.Table.GetSnapshotAsync(ct: ForeignTable.Cancel);
        var mine = table.Table.Begin(read, "UPDATE");
        mine.Remove(read.Files[0]);
        await DeleteByVectorAsync(read.Files[0]);

        var result = await mine.CommitAsync(ForeignTable.Cancel);

        result.Should().BeOfType<Conflicted>().Which.WinningVersion.Should().Be(2);
    }

    private async Task CreateAsync(bool withVector = true)
    {
        await table.CreateAsync("""{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"],"writerFeatures":["deletionVectors"]}""", Fields);
        await table.Operations.AppendAsync(RowSource.Query("SELECT i AS id FROM range(30) r(i)"), ct: ForeignTable.Cancel);
        if (withVector) await DeleteByVectorAsync((await table.Table.GetSnapshotAsync(ct: ForeignTable.Cancel)).Files[0]);
    }

    private async Task DeleteByVectorAsync(DataFile file)
    {
        var add = JsonNode.Parse(file.Json)!.AsObject();
        var remove = new JsonObject { ["path"] = file.Path, ["deletionTimestamp"] = 1, ["dataChange"] = true };
        add["deletionVector"] = JsonNode.Parse(Vector);
        await File.WriteAllTextAsync(
            LogPath(2),
            $"{new JsonObject { ["remove"] = remove }.ToJsonString(JsonText.Options)}\n{new JsonObject { ["add"] = add }.ToJsonString(JsonText.Options)}\n",
            ForeignTable.Cancel);
    }

    private async Task<JsonElement> RemoveAsync(long version)
    {
        var line = (await File.ReadAllLinesAsync(LogPath(version), ForeignTable.Cancel)).Single(l => l.StartsWith("{\"remove\"", StringComparison.Ordinal));
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("remove").Clone();
    }

    private string LogPath(long version) => Path.Combine(table.Path, "_delta_log", $"{version:D20}.json");
}
