using Lakehouse.Catalog;
using Lakehouse.Delta;

namespace Lakehouse.Cli.Tests;

public sealed class MaintenanceTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lakehouse-cli-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Table => Path.Combine(folder, "table");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Optimize_TableOutsideOfALake_CompactsItAndSaysWhat()
    {
        await WriteAsync(Table, commits: 3);

        var run = await CommandRun.RunAsync("optimize", Table, "--json");
        var again = await CommandRun.RunAsync("optimize", Table, "--json");

        run.ExitCode.Should().Be(0);
        var row = run.Json.Single();
        row.GetProperty("files_removed").GetInt64().Should().Be(3);
        row.GetProperty("files_added").GetInt64().Should().Be(1);
        row.GetProperty("rows").GetInt64().Should().Be(3);
        again.Error.Should().Contain("Nothing to do.");
    }

    [Fact]
    public async Task Vacuum_DryRunThenReal_ListsTheFilesThatItDeletes()
    {
        await WriteAsync(Table, commits: 3);
        await CommandRun.RunAsync("optimize", Table);
        string[] vacuum = ["vacuum", Table, "--retain", "0s", "--allow-short-retention", "--json"];

        var dry = await CommandRun.RunAsync([.. vacuum, "--dry-run"]);
        var before = DataFiles();
        var run = await CommandRun.RunAsync(vacuum);

        before.Should().Be(4);
        dry.Out.Should().Be(run.Out);
        run.Json.Should().HaveCount(3).And.OnlyContain(r => r.GetProperty("bytes").GetInt64() > 0);
        run.Error.Should().Contain("3 files of").And.Contain("deleted.");
        DataFiles().Should().Be(1);
    }

    [Fact]
    public async Task Vacuum_ShorterThanTheTablesRetention_Fails()
    {
        await WriteAsync(Table, commits: 1);

        var run = await CommandRun.RunAsync("vacuum", Table, "--retain", "1h");

        run.ExitCode.Should().Be(ExitCode.Failed);
        run.Error.Should().Contain("keeps files for 168 hours");
    }

    [Semantics("6.6", "7.18")]
    [Fact]
    public async Task Vacuum_TableOfALakeByItsPath_SparesPinnedVersions()
    {
        var lake = await Lake.OpenAsync(Path.Combine(folder, "lake"), create: true, TimeProvider.System, Ct);
        var path = Path.Combine(lake.Root, "own");
        await WriteAsync(path, commits: 3);
        await new FeatureCatalog(lake).PinAsync([new Pin("own", 1, "training/late_model")], Ct);
        await CommandRun.RunAsync("optimize", path);

        var run = await CommandRun.RunAsync("vacuum", path, "--retain", "0s", "--allow-short-retention", "--json");

        run.Error.Should().Contain("Spared: version 1 is pinned for training/late_model.");
        run.Json.Should().ContainSingle();
        (await CommandRun.RunAsync("read", path, "--version", "1", "--json")).Json.Should().HaveCount(2);
    }

    [Semantics("7.18")]
    [Fact]
    public async Task Vacuum_CatalogThatCannotBeRead_DeletesNothing()
    {
        var path = Path.Combine(folder, "lake", "gold", "view@1");
        await WriteAsync(path, commits: 1);
        Directory.CreateDirectory(Path.Combine(folder, "lake", "_catalog"));

        var run = await CommandRun.RunAsync("vacuum", path, "--retain", "0s", "--allow-short-retention");

        run.ExitCode.Should().Be(ExitCode.Failed);
        run.Out.Should().BeEmpty();
    }

    [Fact]
    public async Task Restore_EarlierVersion_ReadsSo()
    {
        await WriteAsync(Table, commits: 3);

        var dry = await CommandRun.RunAsync("restore", Table, "--version", "0", "--dry-run", "--json");
        var run = await CommandRun.RunAsync("restore", Table, "--version", "0", "--json");

        dry.Json.Single().GetProperty("files_removed").GetInt64().Should().Be(2);
        run.Json.Single().GetProperty("version").GetInt64().Should().Be(3);
        (await CommandRun.RunAsync("read", Table, "--json")).Json.Should().ContainSingle();
    }

    [Fact]
    public async Task Restore_GoldOfALake_IsRefused()
    {
        var lake = await Lake.OpenAsync(Path.Combine(folder, "lake"), create: true, TimeProvider.System, Ct);
        await WriteAsync(Path.Combine(lake.Root, "gold", "view@1"), commits: 2);

        var run = await CommandRun.RunAsync("restore", "gold/view@1", "--version", "0", "--lake", lake.Root);

        run.ExitCode.Should().Be(ExitCode.Refused);
        run.Error.Should().Contain("append-only");
    }

    [Fact]
    public async Task Fsck_SoundTable_ExitsWithZero()
    {
        await WriteAsync(Table, commits: 2);

        var run = await CommandRun.RunAsync("fsck", Table, "--deep", "--json");

        run.ExitCode.Should().Be(0);
        run.Out.Should().BeEmpty();
        run.Error.Should().Contain("Sound: version 1, 2 files");
    }

    [Fact]
    public async Task Fsck_MissingFile_ExitsWithOneAndARowThatSaysWhatToDo()
    {
        await WriteAsync(Table, commits: 2);
        File.Delete(Directory.EnumerateFiles(Table, "*.parquet").First());

        var run = await CommandRun.RunAsync("fsck", Table, "--json");

        run.ExitCode.Should().Be(ExitCode.Failed);
        var row = run.Json.Single();
        row.GetProperty("severity").GetString().Should().Be("error");
        row.GetProperty("kind").GetString().Should().Be("file");
        row.GetProperty("what_to_do").GetString().Should().Contain("backup");
    }

    [Fact]
    public async Task Maintain_Lake_OneRowPerTable()
    {
        var lake = await Lake.OpenAsync(Path.Combine(folder, "lake"), create: true, TimeProvider.System, Ct);
        var catalog = new FeatureCatalog(lake);
        for (var i = 0; i < 3; i++) await catalog.PinAsync([new Pin("gold/x@1", i, "training/a")], Ct);

        var dry = await CommandRun.RunAsync("maintain", "--lake", lake.Root, "--dry-run", "--json");
        var run = await CommandRun.RunAsync("maintain", "--lake", lake.Root, "--json");

        dry.Json.Single().GetProperty("message").GetString().Should().Be("_catalog/pins: 3 files to compact");
        run.Json.Single().GetProperty("message").GetString().Should().Be("_catalog/pins: 3 files compacted into 1");
        (await catalog.ListPinsAsync(Ct)).Should().HaveCount(3);
    }

    private int DataFiles() => Directory.EnumerateFiles(Table, "*.parquet").Count();

    /// <summary>A table with one row a commit.</summary>
    private static async Task WriteAsync(string path, int commits)
    {
        var table = DeltaTable.ForPath(path);
        for (var i = 0; i < commits; i++)
        {
            var transaction = i == 0 ? table.Create(new TableSchema([new("id", new PrimitiveType("long"))])) : table.Begin(await table.GetSnapshotAsync(ct: Ct), "WRITE");
            await using var writer = transaction.OpenWriter();
            writer.Columns[0].AppendInt64(i);
            writer.EndRow();
            await writer.CloseAsync(Ct);
            (await transaction.CommitAsync(Ct)).Should().BeOfType<Committed>();
        }
    }
}
