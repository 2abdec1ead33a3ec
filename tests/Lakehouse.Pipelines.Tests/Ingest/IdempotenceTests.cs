using System.Text.Json;
using Lakehouse.Features;
using Lakehouse.Pipelines.Ingest;

namespace Lakehouse.Pipelines.Tests.Ingest;

public sealed class IdempotenceTests : IAsyncLifetime
{
    private TestLake test = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => test = await TestLake.CreateAsync(new TripsProject(Format.Csv()));

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Semantics("7.4")]
    [Fact]
    public async Task RunAsync_SameBytesAgain_AreSkippedUnderAnyPath()
    {
        await test.IngestAsync("trips_raw", test.Write("a.csv", "Id\nx\n"));

        var results = await test.IngestAsync("trips_raw", Path.Combine(test.Files, "a.csv"), test.Write("sub/b.csv", "Id\nx\n"));

        results.Should().OnlyContain(r => !r.Changed);
        results[1].Message.Should().Contain("sub/b.csv").And.Contain("same bytes as a.csv");
        (await test.SnapshotAsync("bronze/trips_raw")).Version.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_OtherContentUnderARecordedPath_IsRefusedBeforeAnythingIsIngested()
    {
        await test.IngestAsync("trips_raw", test.Write("a.csv", "Id\nx\n"));

        var ingest = () => test.IngestAsync("trips_raw", test.Write("b.csv", "Id\ny\n"), test.Write("a.csv", "Id\nz\n"));

        (await ingest.Should().ThrowAsync<JobException>().WithMessage("*a.csv*--replace*")).Which.ExitCode.Should().Be(3);
        (await test.SnapshotAsync("bronze/trips_raw")).Version.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_Replace_AppendsTheNewRowsAndMarksTheOldOnesAsRemoved()
    {
        await test.IngestAsync("trips_raw", test.Write("a.csv", "Id,Price\nx,1\ny,2\n"));

        var results = await test.ReplaceAsync("trips_raw", test.Write("a.csv", "Id,Price\nx,3\n"));

        results.Single().Should().Match<JobResult>(r => r.Changed && r.Rows == 1 && r.Version == 1);
        (await test.RowsAsync("bronze/trips_raw", "Id", "Price", "_source_row", "_source_removed")).Should()
            .BeEquivalentTo("x|1|0|∅", "y|2|1|∅", "x|3|0|∅", "x|1|0|True", "y|2|1|True");
        (await test.SnapshotAsync("bronze/trips_raw")).Files.Select(f => f.Tags!["lakehouse.bronzeVersion"]).Should().BeEquivalentTo("0", "1", "1");
    }

    [Fact]
    public async Task RunAsync_ReplaceBackToTheFirstContent_RemovesTheSecondOnly()
    {
        await test.IngestAsync("trips_raw", test.Write("a.csv", "Id\nx\n"));
        await test.ReplaceAsync("trips_raw", test.Write("a.csv", "Id\ny\n"));

        var results = await test.ReplaceAsync("trips_raw", test.Write("a.csv", "Id\nx\n"));

        results.Single().Version.Should().Be(2);
        (await test.RowsAsync("bronze/trips_raw", "Id", "_source_removed")).Should().BeEquivalentTo("x|∅", "y|∅", "x|True", "x|∅", "y|True");
        (await test.IngestAsync("trips_raw", Path.Combine(test.Files, "a.csv"))).Single().Changed.Should().BeFalse();
    }

    [Fact]
    public async Task RunAsync_AtOnceFromManyProcesses_IngestsEachFileOnce()
    {
        var files = Enumerable.Range(0, 3).Select(i => test.Write($"{i}.csv", $"Id\n{i}\n")).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => test.IngestAsync("trips_raw", files))));

        (await test.RowsAsync("bronze/trips_raw", "Id")).Should().BeEquivalentTo("0", "1", "2");
    }

    [Fact]
    public async Task RunAsync_MissingFile_IsNamedBeforeAnythingIsIngested()
    {
        var ingest = () => test.IngestAsync("trips_raw", test.Write("a.csv", "Id\nx\n"), Path.Combine(test.Files, "gone.csv"));

        await ingest.Should().ThrowAsync<JobException>().WithMessage("*gone.csv*");
        (await test.Context.Lake.Bronze("trips_raw").ExistsAsync(Ct)).Should().BeFalse();
    }

    [Fact]
    public async Task RunAsync_FileOutsideTheRoot_IsAUsageError()
    {
        var file = test.Write("a.csv", "Id\nx\n");
        var root = Directory.CreateDirectory(Path.Combine(test.Files, "inner")).FullName;

        var ingest = () => IngestJob.RunAsync(test.Context, new("trips_raw", [file]) { Root = root }, Ct);

        (await ingest.Should().ThrowAsync<JobException>().WithMessage("*--root*")).Which.ExitCode.Should().Be(2);
    }

    [Fact]
    public async Task RunAsync_Ingested_RecordsRunsWithFileAndVersionsButWithoutMachinePaths()
    {
        await test.IngestAsync("trips_raw", test.Write("a.csv", "Id\nx\n"));

        var run = (await test.Context.Catalog.ListRunsAsync(Ct)).Single();

        run.Should().Match<Catalog.RunRecord>(r => r.Job == "ingest" && r.Target == "bronze/trips_raw" && r.Status == "succeeded");
        using var details = JsonDocument.Parse(run.DetailsJson);
        details.RootElement.GetProperty("outputs").GetProperty("bronze/trips_raw").GetInt64().Should().Be(0);
        details.RootElement.GetProperty("parameters").GetProperty("file").GetString().Should().Be("a.csv");
        run.DetailsJson.Should().NotContain(test.Files);
    }

    [Fact]
    public async Task RunAsync_DeltaSource_NeedsNoIngest()
    {
        await using var delta = await TestLake.CreateAsync(new TripsProject(Format.Delta("tables/trips")));

        var ingest = () => delta.IngestAsync("trips_raw", delta.Write("a.csv", "Id\nx\n"));

        (await ingest.Should().ThrowAsync<JobException>().WithMessage("*Delta table*needs no ingest*")).Which.ExitCode.Should().Be(2);
    }
}
