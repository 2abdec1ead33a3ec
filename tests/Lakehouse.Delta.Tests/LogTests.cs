namespace Lakehouse.Delta.Tests;

/// <summary>Logs as other writers leave them, or as accidents do.</summary>
public sealed class LogTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task GetSnapshot_HintAbsentTornStaleOrToNowhere_ReadsAllTheSame()
    {
        await WriteSixVersionsAsync();
        string?[] hints = [null, "", """{"version":""", """{"version":2}""", """{"version":3}""", """{"version":-4}""", """{"version":4,"parts":2}""", """{"version":900}"""];
        foreach (var hint in hints)
        {
            if (hint is null) File.Delete(LogPath("_last_checkpoint"));
            else await File.WriteAllTextAsync(LogPath("_last_checkpoint"), hint, TestTable.Cancel);

            var snapshot = await DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: TestTable.Cancel);

            snapshot.Version.Should().Be(5, $"the hint is {hint}");
            snapshot.Files.Select(f => f.AddedInVersion).Should().Equal([0, 1, 2, 3, 4, 5], $"the hint is {hint}");
        }
    }

    [Fact]
    public async Task GetSnapshot_HintedCheckpointVanished_OlderOnesServe()
    {
        await WriteSixVersionsAsync();
        File.Delete(LogPath($"{4:D20}.checkpoint.parquet"));

        var snapshot = await DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: TestTable.Cancel);

        (await table.IdsOfAsync(snapshot.Scan())).Should().Equal(0, 1, 2, 3, 4, 5);
    }

    [Fact]
    public async Task GetSnapshot_LeftoversInLog_AreIgnored()
    {
        await WriteSixVersionsAsync();
        string[] names =
        [
            $".{6:D20}.json.{Guid.NewGuid():N}.tmp", $"{6:D20}.json.tmp", $"{6:D20}.checkpoint.{1:D10}.{2:D10}.parquet", $"{5:D20}.crc", $"{0:D20}.{5:D20}.compacted.json",
        ];
        foreach (var name in names) await File.WriteAllTextAsync(LogPath(name), "{ torn", TestTable.Cancel);

        var snapshot = await DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: TestTable.Cancel);

        snapshot.Version.Should().Be(5);
    }

    [Theory]
    [InlineData("{0}/{1}")]
    [InlineData("file:{0}/{1}")]
    [InlineData("file://{0}/{1}")]
    [InlineData("sub/../{1}")]
    [InlineData("./{1}")]
    public async Task GetSnapshot_RemoveSpellsThePathInAnotherWay_FileIsGone(string spelling)
    {
        await table.CreateAsync(first: 0, count: 1);
        await table.AppendAsync(first: 1, count: 1);
        var first = (await table.Table.GetSnapshotAsync(0, TestTable.Cancel)).Files[0];
        await WriteCommitAsync(2, $$$"""{"remove":{"path":"{{{string.Format(spelling, table.Path, first.Path)}}}","dataChange":true}}""");

        (await table.ReadIdsAsync()).Should().Equal(1);
    }

    [Fact]
    public async Task GetSnapshot_RemoveStandsAfterAddOfTheSamePath_AddWins()
    {
        await table.CreateAsync(first: 0, count: 1);
        var json = (await table.Table.GetSnapshotAsync(0, TestTable.Cancel)).Files[0];
        await WriteCommitAsync(1, $$$"""
            {"add":{"path":"{{{json.Path}}}","partitionValues":{},"size":{{{json.Size}}},"modificationTime":0,"dataChange":false}}
            {"remove":{"path":"{{{json.Path}}}","dataChange":false}}
            """);

        (await table.ReadIdsAsync()).Should().Equal(0);
    }

    [Fact]
    public async Task GetSnapshotAt_NewestNeedsAnUnknownFeature_OlderVersionReads()
    {
        await table.CreateAsync(first: 0, count: 1);
        var time = table.Clock.GetUtcNow();
        await WriteCommitAsync(1, $$$"""
            {"commitInfo":{"inCommitTimestamp":{{{time.AddHours(1).ToUnixTimeMilliseconds()}}}}}
            {"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["variantType"],"writerFeatures":["variantType","inCommitTimestamp"]}}
            """);

        var snapshot = await table.Table.GetSnapshotAtAsync(time.AddMinutes(1), TestTable.Cancel);

        snapshot.Version.Should().Be(0);
        var newest = () => table.Table.GetSnapshotAtAsync(time.AddHours(2), TestTable.Cancel);
        (await newest.Should().ThrowAsync<DeltaException>()).Which.Code.Should().Be(DeltaErrorCode.UnsupportedFeature);
    }

    [Fact]
    public async Task Checkpoint_OlderThanTheHint_LeavesTheHint()
    {
        await table.CreateAsync(first: 0, count: 1, new Dictionary<string, string> { ["delta.checkpointInterval"] = "2" });
        await table.AppendAsync(first: 1, count: 1);
        var hint = LogPath("_last_checkpoint");
        await File.WriteAllTextAsync(hint, """{"version":40,"size":1}""", TestTable.Cancel);

        await table.AppendAsync(first: 2, count: 1);

        File.Exists(LogPath($"{2:D20}.checkpoint.parquet")).Should().BeTrue();
        (await File.ReadAllTextAsync(hint, TestTable.Cancel)).Should().Contain("40");
    }

    private async Task WriteSixVersionsAsync()
    {
        await table.CreateAsync(first: 0, count: 1, new Dictionary<string, string> { ["delta.checkpointInterval"] = "2" });
        for (var i = 1; i <= 5; i++) await table.AppendAsync(first: i, count: 1);
    }

    private Task WriteCommitAsync(long version, string lines) => File.WriteAllTextAsync(LogPath($"{version:D20}.json"), lines, TestTable.Cancel);

    private string LogPath(string name) => Path.Combine(table.Path, "_delta_log", name);
}
