using System.Text.RegularExpressions;
using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Delta.Tests.Maintenance;

public sealed class CheckTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Theory]
    [InlineData(CheckDepth.Listing)]
    [InlineData(CheckDepth.Footers)]
    [InlineData(CheckDepth.Rows)]
    public async Task CheckAsync_SoundTable_FindsNothing(CheckDepth depth)
    {
        await CommitAsync(8);

        var result = await CheckAsync(new CheckOptions { Depth = depth, AllVersions = true });

        result.Findings.Should().BeEmpty();
        result.Should().BeEquivalentTo(new { Version = 7, Files = 8, IsSound = true });
    }

    [Fact]
    public async Task CheckAsync_MissingFile_IsAnError()
    {
        await CommitAsync(2);
        File.Delete(DataFile(1));

        await FindsAsync(CheckSeverity.Error, "file", "*is not there*");
    }

    [Fact]
    public async Task CheckAsync_FileOfAnotherSize_IsAnError()
    {
        await CommitAsync(2);
        File.AppendAllText(DataFile(1), "x");

        await FindsAsync(CheckSeverity.Error, "file", "*bytes, not*");
    }

    [Fact]
    public async Task CheckAsync_FileThatIsNoParquet_IsAnError()
    {
        await CommitAsync(2);
        var length = (int)new FileInfo(DataFile(1)).Length;
        File.WriteAllBytes(DataFile(1), new byte[length]);

        await FindsAsync(CheckSeverity.Error, "file", "*");
    }

    [Fact]
    public async Task CheckAsync_WrongRowCount_IsAnError()
    {
        await CommitAsync(2);
        EditCommit(1, text => text.Replace("\\u0022numRecords\\u0022:1", "\\u0022numRecords\\u0022:5", StringComparison.Ordinal).Replace("\\\"numRecords\\\":1", "\\\"numRecords\\\":5", StringComparison.Ordinal));

        await FindsAsync(CheckSeverity.Error, "rows", "its footer says 1 rows, its statistics 5");
    }

    [Theory]
    [InlineData("maxValues", "id has values above*")]
    [InlineData("minValues", "id has values below*")]
    public async Task CheckAsync_WrongBounds_AreFoundWhenRowsAreRead(string kind, string what)
    {
        await CommitAsync(3);
        var wrong = kind == "maxValues" ? 1 : 3;
        EditCommit(2, text => Regex.Replace(text, $"({kind}[^{{]*{{[^:]*id[^:]*:)2", $"${{1}}{wrong}"));

        (await CheckAsync(new CheckOptions())).Findings.Should().BeEmpty();
        await FindsAsync(CheckSeverity.Error, "statistics", "column " + what, new CheckOptions { Depth = CheckDepth.Rows });
    }

    [Fact]
    public async Task CheckAsync_MissingCommit_IsAnErrorThatNamesTheVersions()
    {
        await CommitAsync(6);
        File.Delete(CommitFile(4));

        await FindsAsync(CheckSeverity.Error, "log", "the commit is missing, so versions from 4 on cannot be read");
    }

    [Fact]
    public async Task CheckAsync_TornCommit_IsAnError()
    {
        await CommitAsync(3);
        EditCommit(1, text => text[..(text.Length / 2)]);

        await FindsAsync(CheckSeverity.Error, "commit", "*is no Delta action*");
    }

    [Fact]
    public async Task CheckAsync_CheckpointThatIsNotTheReplay_IsAnError()
    {
        await CommitAsync(4);
        using var other = new TestTable();
        await other.CreateAsync(first: 100, count: 1, new Dictionary<string, string> { ["delta.checkpointInterval"] = "3" });
        for (var i = 1; i < 4; i++) await other.AppendAsync(first: i, count: 1);
        File.Copy(Checkpoint(other, 3), Checkpoint(table, 3), overwrite: true);

        await FindsAsync(CheckSeverity.Error, "checkpoint", "it is not what the commits give: it lacks 4 live files*");
    }

    [Fact]
    public async Task CheckAsync_TornCheckpoint_IsAnError()
    {
        await CommitAsync(4);
        File.WriteAllText(Checkpoint(table, 3), "PAR1");

        await FindsAsync(CheckSeverity.Error, "checkpoint", "*");
    }

    [Theory]
    [InlineData("{\"versi", "it is torn*")]
    [InlineData("{\"version\":77,\"size\":1}", "it names a checkpoint of version 77*")]
    public async Task CheckAsync_WrongHint_IsAWarning(string hint, string what)
    {
        await CommitAsync(4);
        File.WriteAllText(Path.Combine(table.Path, "_delta_log", "_last_checkpoint"), hint);

        (await FindsAsync(CheckSeverity.Warning, "hint", what)).IsSound.Should().BeTrue();
    }

    [Fact]
    public async Task CheckAsync_InCommitTimestampThatGoesBack_IsAnError()
    {
        await CommitAsync(3);
        EditCommit(2, text => Regex.Replace(text, "\"inCommitTimestamp\":\\d+", "\"inCommitTimestamp\":5"));

        await FindsAsync(CheckSeverity.Error, "time", "its in-commit timestamp 5 is not after*");
    }

    [Fact]
    public async Task CheckAsync_VacuumedVersions_AreWarningsUnlessRetained()
    {
        await CommitAsync(3);
        await table.OptimizeAsync();
        table.Age(TimeSpan.FromDays(8));
        await table.VacuumAllBut();

        (await CheckAsync(new CheckOptions())).Findings.Should().BeEmpty();
        (await FindsAsync(CheckSeverity.Warning, "file", "*versions 0 to 2 need it", new CheckOptions { AllVersions = true })).IsSound.Should().BeTrue();
        await FindsAsync(CheckSeverity.Error, "file", "*is not there", new CheckOptions { Retained = new RetainedVersions([1], Since: null) });
    }

    [Fact]
    public async Task CheckAsync_FilesThatNoVersionNeeds_AreCounted()
    {
        await CommitAsync(2);
        File.WriteAllText(Path.Combine(table.Path, "part-left.parquet"), "12345");

        await FindsAsync(CheckSeverity.Info, "orphans", "1 files of 5 bytes*");
    }

    [Fact]
    public async Task CheckAsync_NoTable_IsAnError()
    {
        Directory.CreateDirectory(table.Path);

        await FindsAsync(CheckSeverity.Error, "log", "*no Delta table");
    }

    [Fact]
    public async Task CheckAsync_RandomBytesInLogFiles_EndsWithFindings()
    {
        await CommitAsync(5);
        var files = Directory.GetFiles(Path.Combine(table.Path, "_delta_log"));
        var random = new Random(7);
        for (var i = 0; i < 25; i++)
        {
            var file = files[random.Next(files.Length)];
            var before = File.ReadAllBytes(file);
            var bytes = (byte[])before.Clone();
            for (var n = random.Next(1, 40); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(file, random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);

            var act = () => DeltaTable.ForPath(table.Path).CheckAsync(ct: TestTable.Cancel);

            await act.Should().NotThrowAsync();
            File.WriteAllBytes(file, before);
        }
    }

    private async Task CommitAsync(int versions)
    {
        await table.CreateAsync(first: 0, count: 1, new Dictionary<string, string> { ["delta.checkpointInterval"] = "3" });
        for (var i = 1; i < versions; i++)
        {
            table.Clock.Advance(TimeSpan.FromSeconds(1));
            await table.AppendAsync(first: i, count: 1);
        }
    }

    private Task<CheckResult> CheckAsync(CheckOptions? options) => DeltaTable.ForPath(table.Path).CheckAsync(options, TestTable.Cancel);

    private async Task<CheckResult> FindsAsync(CheckSeverity severity, string kind, string what, CheckOptions? options = null)
    {
        var result = await CheckAsync(options);
        var found = result.Findings.Where(f => f.Severity == severity && f.Kind == kind).ToList();
        found.Should().NotBeEmpty("found is {0}", string.Join("; ", result.Findings));
        found[0].What.Should().Match(what);
        found[0].Fix.Should().NotBeEmpty();
        if (severity == CheckSeverity.Error) result.IsSound.Should().BeFalse();
        return result;
    }

    private string DataFile(int version) => Path.Combine(table.Path, table.Table.GetSnapshotAsync(version, TestTable.Cancel).Result.Files[version].Path);

    private string CommitFile(int version) => Path.Combine(table.Path, "_delta_log", $"{version:D20}.json");

    private static string Checkpoint(TestTable of, int version) => Path.Combine(of.Path, "_delta_log", $"{version:D20}.checkpoint.parquet");

    private void EditCommit(int version, Func<string, string> edit)
    {
        var before = File.ReadAllText(CommitFile(version));
        var after = edit(before);
        after.Should().NotBe(before);
        File.WriteAllText(CommitFile(version), after);
    }
}
