using System.Globalization;
using CsCheck;
using Lakehouse.Catalog;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;
using Lakehouse.Online.Sqlite;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Ingest;
using Lakehouse.Pipelines.Maintain;
using Lakehouse.Pipelines.Run;
using Lakehouse.Pipelines.Sync;
using Lakehouse.Testing;

namespace Lakehouse.Conformance.Tests;

/// <summary>
/// Semantics §1 and §2 through the whole pipeline: files in any split over runs with any clocks, with late, duplicate, corrected, deleted, quarantined and replaced rows, end in the
/// silver and gold that brute force gives, bit for bit, and the online store answers like gold for every instant that it is complete for; also when the lake is maintained in between.
/// </summary>
public sealed class PipelineTests
{
    private const long Minute = 60_000_000;

    private static readonly Gen<(SourceFile[] Files, int ClockMinute, int HorizonMinutes, Upkeep Upkeep)[]> AnyHistory =
        Gen.Select(SourceFile.Any.Array[0, 3], Gen.Int[0, 140], Gen.Int[0, 20], Gen.Int[0, 3].Select(i => (Upkeep)i)).Array[1, 4];

    private static readonly int Cases = int.Parse(Environment.GetEnvironmentVariable("LAKEHOUSE_CONFORMANCE_CASES") ?? "5", CultureInfo.InvariantCulture);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("1.3", "1.5", "2.6", "2.9", "2.11", "5.12")]
    [Fact]
    public async Task Run_AnySplitOfFilesAndClocks_GivesWhatBruteForceGives() => await AnyHistory.SampleAsync(CheckAsync, iter: Cases, threads: 1);

    private static async Task CheckAsync((SourceFile[] Files, int ClockMinute, int HorizonMinutes, Upkeep Upkeep)[] history)
    {
        var directory = Directory.CreateTempSubdirectory("lakehouse-conformance-").FullName;
        try
        {
            var lake = await Lake.OpenAsync(Path.Combine(directory, "lake"), create: true, TimeProvider.System, Ct);
            var context = new JobContext(lake, new FeatureCatalog(lake), new DuckDbEngine(new DuckDbOptions { Threads = 1 }, TimeProvider.System));
            var project = new ReadingsProject().Build();
            await context.Catalog.ApplyAsync(project, Ct);
            await using var store = new SqliteOnlineStore(lake.OnlinePath);
            var model = new SilverModel();
            long clock = long.MinValue, frontier = long.MinValue;

            foreach (var (files, clockMinute, horizonMinutes, upkeep) in history)
            {
                foreach (var file in files) await IngestAsync(context, model, directory, file);
                if (upkeep.HasFlag(Upkeep.BeforeRun)) await MaintainAsync(context, store);
                var now = clockMinute * Minute;
                await RunJob.RunAsync(context, [new(OnlineTarget.Embedded, store)], new RunOptions { ClockMicros = now, Horizon = TimeSpan.FromMinutes(horizonMinutes) }, Ct);
                if (upkeep.HasFlag(Upkeep.AfterRun)) await MaintainAsync(context, store);
                if (!await lake.Silver(ReadingsProject.Contract).ExistsAsync(Ct)) continue;
                (clock, frontier) = (Math.Max(clock, now), Math.Max(frontier, now + (horizonMinutes * Minute)));
                foreach (var view in project.Views.OfType<EntityViewDefinition>()) await CompareAsync(lake, store, view, model, clock, frontier);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Compacts every table and deletes all that only the past needs, as far as the lake allows.</summary>
    private static Task MaintainAsync(JobContext context, SqliteOnlineStore store) =>
        MaintainJob.RunAsync(context, [new(OnlineTarget.Embedded, store)], new MaintainOptions { Retention = TimeSpan.Zero, AllowShorterRetention = true }, Ct);

    private static async Task IngestAsync(JobContext context, SilverModel model, string directory, SourceFile file)
    {
        var path = Path.Combine(directory, file.Name);
        await File.WriteAllTextAsync(path, file.Text, Ct);
        var skipped = model.Holds(file);
        var results = await IngestJob.RunAsync(context, new IngestOptions("readings_raw", [path]) { Root = directory, Replace = model.Replaces(file) }, Ct);
        results.Should().ContainSingle().Which.Changed.Should().Be(!skipped);
        if (!skipped) model.Arrive(file);
    }

    private static async Task CompareAsync(Lake lake, SqliteOnlineStore store, EntityViewDefinition view, SilverModel model, long clock, long frontier)
    {
        var oracle = new ViewOracle(view, model.Rows);
        var gold = await GoldRows.ReadAsync(lake.Gold(view.Id), view, Ct);
        NormalForm.Differences(view, oracle.Rows(frontier), gold, frontier).Should().BeEmpty("gold of {0} equals a full run", view.Id);

        var keys = gold.Select(r => r.Key).Distinct(KeyOrder.Of(view.Entity.Keys)).ToArray();
        foreach (var at in new[] { clock, (clock + frontier) / 2, frontier }.Distinct())
        {
            var read = await store.ReadAsync(view, keys, at, Ct);
            read.Marker.Should().NotBeNull();
            read.Marker!.CompleteFromMicros.Should().Be(clock);
            read.Marker.CompleteUntilMicros.Should().Be(frontier);
            for (var i = 0; i < keys.Length; i++) SameAnswer(view, oracle.Lookup(keys[i], at), read.Rows[i], at);
        }
    }

    private static void SameAnswer(EntityViewDefinition view, ExpectedLookup expected, OnlineRow? row, long at)
    {
        for (var column = 0; column < view.Columns.Length; column++)
        {
            var status = FeatureLookup.StatusOf(view, row, column, at);
            status.ToString().Should().Be(expected.Statuses[column].ToString(), "column {0} of {1}", view.Columns[column].Name, view.Id);
            if (status == FeatureStatus.Present) row!.Values[column].Should().Be(expected.Values[column]);
        }
    }
}
