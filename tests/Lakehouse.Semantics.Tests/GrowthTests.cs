using System.Globalization;
using Lakehouse.Catalog;
using Lakehouse.Cli;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;

namespace Lakehouse.Semantics.Tests;

/// <summary>How much larger gold gets when history is replayed in batches.</summary>
public sealed class GrowthTests : IDisposable
{
    private const int Batches = 6;
    private const int RowsABatch = 30;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("lakehouse-growth-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("2.8")]
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Run_EvenBatches_GoldGrowsByTheHorizonOnly(int horizonHours)
    {
        var replayed = await CreateLakeAsync("replayed");
        for (var batch = 0; batch < Batches; batch++)
        {
            await IngestAsync(replayed, batch);
            await RunAsync(replayed, batch, horizonHours);
        }

        var once = await CreateLakeAsync("once");
        for (var batch = 0; batch < Batches; batch++) await IngestAsync(once, batch);
        await RunAsync(once, Batches - 1, horizonHours);

        var (grown, full) = (await GoldRowsAsync(replayed), await GoldRowsAsync(once));

        grown.Should().BeGreaterThanOrEqualTo(full).And.BeLessThanOrEqualTo((long)(full * (1.1 + horizonHours)), "H/interval is {0}", horizonHours);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<Lake> CreateLakeAsync(string name)
    {
        var lake = await Lake.OpenAsync(Path.Combine(folder, name), create: true, TimeProvider.System, Ct);
        await new FeatureCatalog(lake).ApplyAsync(PageCode.Project(SemanticsPage.Read().Examples.First(e => e.Kind == "csharp").Body).Build(), Ct);
        return lake;
    }

    private async Task IngestAsync(Lake lake, int batch)
    {
        var file = Path.Combine(folder, $"{batch}.csv");
        var rows = Enumerable.Range(0, RowsABatch).Select(i => $"{batch}-{i},{At(batch, i):O},roof,{i},");
        await File.WriteAllTextAsync(file, "id,taken_at,sensor,celsius,gone\n" + string.Join('\n', rows) + "\n", Ct);
        await CommandAsync(lake, "ingest", "readings_raw", file, "--root", folder);
    }

    private static Task RunAsync(Lake lake, int batch, int horizonHours) =>
        CommandAsync(lake, "run", "--now", At(batch + 1, 0).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), "--horizon", $"{horizonHours}h");

    private static DateTimeOffset At(int batch, int row) => Start.AddHours(batch).AddSeconds(3600 / RowsABatch * row);

    private static async Task CommandAsync(Lake lake, params string[] arguments)
    {
        using var error = new StringWriter();
        (await LakehouseCommand.RunAsync([.. arguments, "--lake", lake.Root], new(TextWriter.Null, error, Width: null, ErrorIsInteractive: false), TimeProvider.System, Ct))
            .Should().Be(0, "{0}", error);
    }

    private static async Task<long> GoldRowsAsync(Lake lake)
    {
        using var session = new DuckDbSession();
        var gold = await lake.Gold(new VersionedName("hourly", 1)).GetSnapshotAsync(ct: Ct);
        return session.ScalarInt64($"SELECT count(*) FROM {await gold.Scan().ToSqlAsync(session, Ct)}") ?? 0;
    }
}
