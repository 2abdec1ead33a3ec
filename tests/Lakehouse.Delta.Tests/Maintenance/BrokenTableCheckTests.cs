using System.Text.RegularExpressions;
using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Delta.Tests.Maintenance;

/// <summary>Tables that are broken, or only look so, in ways that readers meet late.</summary>
public sealed class BrokenTableCheckTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task CheckAsync_DeletionVectorThatNamesNoFile_IsAnError()
    {
        await table.CreateAsync(first: 0, count: 1);
        Edit(0, text => text.Replace("{\"add\":{", "{\"add\":{" + TableFiles.BrokenVector + ",", StringComparison.Ordinal));

        var result = await CheckAsync(CheckDepth.Listing);

        result.Findings.Should().Contain(f => f.Severity == CheckSeverity.Error && f.Kind == "file");
    }

    [Fact]
    public async Task CheckAsync_FileThatIsLiveTwice_IsAnError()
    {
        await table.CreateAsync(first: 0, count: 1);
        Edit(0, text => text + Regex.Match(text, "{\"add\":.*\n").Value.Replace("{\"add\":{", "{\"add\":{" + TableFiles.BrokenVector + ",", StringComparison.Ordinal));

        var result = await CheckAsync(CheckDepth.Listing);

        result.Findings.Should().Contain(f => f.Severity == CheckSeverity.Error && f.Kind == "rows" && f.What.StartsWith("it is live 2 times"));
    }

    [Fact]
    public async Task CheckAsync_BrokenPagesOfAFileWithoutStatistics_AreFoundWhenRowsAreRead()
    {
        await table.CreateAsync(first: 0, count: 100);
        Edit(0, text => Regex.Replace(text, "\"stats\":\"(?:[^\"\\\\]|\\\\.)*\",", ""));
        var file = Path.Combine(table.Path, table.DataFiles().Single());
        var bytes = File.ReadAllBytes(file);
        bytes.AsSpan(4, 60).Fill(0xff);
        File.WriteAllBytes(file, bytes);

        (await CheckAsync(CheckDepth.Footers)).IsSound.Should().BeTrue("footers do not tell");
        (await CheckAsync(CheckDepth.Rows)).Findings.Should().Contain(f => f.Severity == CheckSeverity.Error && f.Kind == "file");
    }

    [Fact]
    public async Task CheckAsync_LinksToFilesAndDirectories_AreFollowed()
    {
        var schema = new TableSchema([new("id", new PrimitiveType("long")), new("place", new PrimitiveType("string"))]);
        var transaction = table.Table.Create(schema, ["place"]);
        await transaction.WriteQueryAsync(table.Session, "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) v(id, place)", ct: TestTable.Cancel);
        await transaction.CommitAsync(TestTable.Cancel);
        var elsewhere = Directory.CreateDirectory(table.Path + "-elsewhere").FullName;
        Directory.Move(Path.Combine(table.Path, "place=a"), Path.Combine(elsewhere, "a"));
        Directory.CreateSymbolicLink(Path.Combine(table.Path, "place=a"), Path.Combine(elsewhere, "a"));
        var file = Directory.GetFiles(Path.Combine(table.Path, "place=b")).Single();
        File.Move(file, Path.Combine(elsewhere, "b"));
        File.CreateSymbolicLink(file, Path.Combine(elsewhere, "b"));

        var result = await CheckAsync(CheckDepth.Rows);

        (await table.ReadIdsAsync()).Order().Should().Equal(1, 2);
        result.Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task CheckAsync_TableInsideTheTable_HasNoOrphans()
    {
        await table.CreateAsync(first: 0, count: 1);
        var inside = Directory.CreateDirectory(Path.Combine(table.Path, "inside", "_delta_log")).Parent!.FullName;
        File.Copy(Commit(0), Path.Combine(inside, "_delta_log", Path.GetFileName(Commit(0))));
        File.WriteAllText(Path.Combine(inside, "part.parquet"), "its own");

        (await CheckAsync(CheckDepth.Listing)).Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task CheckAsync_CommitFarAhead_IsOneGap()
    {
        await table.CreateAsync(first: 0, count: 1);
        File.Copy(Commit(0), Commit(long.MaxValue - 1));

        var result = await CheckAsync(CheckDepth.Listing);

        result.Findings.Should().ContainSingle(f => f.Kind == "log" && f.What.StartsWith("the commit is missing"));
    }

    private Task<CheckResult> CheckAsync(CheckDepth depth) => DeltaTable.ForPath(table.Path).CheckAsync(new CheckOptions { Depth = depth }, TestTable.Cancel);

    private string Commit(long version) => Path.Combine(table.Path, "_delta_log", $"{version:D20}.json");

    private void Edit(int version, Func<string, string> edit)
    {
        var before = File.ReadAllText(Commit(version));
        var after = edit(before);
        after.Should().NotBe(before);
        File.WriteAllText(Commit(version), after);
    }
}
