using System.Text.Json.Nodes;

namespace Lakehouse.Delta.Tests.Log;

/// <summary>What our checkpoints keep of the log.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const string Unknown = """
        "futureText":"x","futureNumber":5,"futureFraction":0.25,"futureFlag":true,"futureList":[1,2],"futureObject":{"a":{"b":["c"]}}
        """;

    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task Checkpoint_ActionsHaveUnknownFields_TwoCheckpointsOnTheyAreStillThere()
    {
        await table.CreateAsync(configuration: new Dictionary<string, string> { ["delta.checkpointInterval"] = "2" });
        await WriteCommitAsync(1, $$$"""
            {"txn":{"appId":"a","version":3,"futureNote":"n"}}
            {"add":{"path":"a.parquet","partitionValues":{},"size":1,"modificationTime":2,"dataChange":true,"tags":{"t":"1"},{{{Unknown.Trim()}}}}}
            """);
        for (var i = 2; i <= 5; i++) await table.AppendAsync(first: i, count: 1);
        for (var version = 0; version <= 4; version++) File.Delete(LogPath($"{version:D20}.json"));
        File.Delete(LogPath($"{2:D20}.checkpoint.parquet"));

        var snapshot = await DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: TestTable.Cancel);

        var add = JsonNode.Parse(snapshot.Files.Single(f => f.Path == "a.parquet").Json)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse($"{{{Unknown}}}")!.AsObject()) JsonNode.DeepEquals(add[name], value).Should().BeTrue($"{name} is {add[name]}");
        snapshot.Files.Single(f => f.Path == "a.parquet").Tags.Should().Equal(new Dictionary<string, string> { ["t"] = "1" });
        snapshot.State.Transactions.Single().Json.Should().Contain("\"futureNote\":\"n\"");
    }

    [Fact]
    public async Task Checkpoint_ValuesOfAnUnknownFieldDiffer_AreKeptAsText()
    {
        await table.CreateAsync(configuration: new Dictionary<string, string> { ["delta.checkpointInterval"] = "2" });
        await WriteCommitAsync(1, """
            {"add":{"path":"a.parquet","partitionValues":{},"size":1,"modificationTime":2,"dataChange":true,"future":5}}
            {"add":{"path":"b.parquet","partitionValues":{},"size":1,"modificationTime":2,"dataChange":true,"future":{"x":1}}}
            """);
        await table.AppendAsync(first: 2, count: 1);

        var files = (await DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: TestTable.Cancel)).Files;

        File.Exists(LogPath($"{2:D20}.checkpoint.parquet")).Should().BeTrue();
        files.Select(f => (string?)JsonNode.Parse(f.Json)!["future"]).Should().BeEquivalentTo("5", "{\"x\":1}", null);
    }

    [Fact]
    public async Task GetHistory_OldestCommitIsTorn_NewerOnesComeBeforeItIsRead()
    {
        await table.CreateAsync(first: 0, count: 1);
        await table.AppendAsync(first: 1, count: 1);
        await File.WriteAllTextAsync(LogPath($"{0:D20}.json"), "{ torn", TestTable.Cancel);

        var newest = await DeltaTable.ForPath(table.Path).GetHistoryAsync(TestTable.Cancel).FirstAsync(TestTable.Cancel);

        newest.Version.Should().Be(1);
    }

    private Task WriteCommitAsync(long version, string lines) => File.WriteAllTextAsync(LogPath($"{version:D20}.json"), lines, TestTable.Cancel);

    private string LogPath(string name) => Path.Combine(table.Path, "_delta_log", name);
}
