using Lakehouse.Catalog;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Features;
using Lakehouse.Online.Sqlite;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Conform;
using Lakehouse.Pipelines.Ingest;
using Lakehouse.Pipelines.Materialize;
using Lakehouse.Pipelines.Run;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Jobs;

/// <summary>Opens the lake and calls the job.</summary>
public static class JobProgram
{
    /// <summary>Runs one job.</summary>
    /// <exception cref="FormatException">The arguments do not fit the job.</exception>
    /// <exception cref="JobException">The job refused.</exception>
    public static async Task<IReadOnlyList<JobResult>> RunAsync(JobArguments arguments, TimeProvider clock, CancellationToken ct)
    {
        var lake = await Lake.OpenAsync(arguments.Lake, create: false, clock, ct);
        var engine = new DuckDbEngine(new DuckDbOptions { Threads = lake.Settings.Threads, MemoryLimit = lake.Settings.MemoryLimit }, clock);
        var context = new JobContext(lake, new FeatureCatalog(lake), engine);
        await using var store = new SqliteOnlineStore(lake.OnlinePath);
        return arguments.Job switch
        {
            "ingest" when arguments.Targets.Count > 1 => await IngestJob.RunAsync(
                context,
                new IngestOptions(arguments.Targets[0], [.. arguments.Targets.Skip(1)])
                {
                    Root = arguments.Options.GetValueOrDefault("root", "."),
                    Replace = arguments.Options.ContainsKey("replace"),
                },
                ct),
            "ingest" => throw new FormatException("ingest takes a source and at least one file."),
            "conform" => [await ConformJob.RunAsync(context, VersionedName.Parse(arguments.Target), ct)],
            "materialize" => [await MaterializeJob.RunAsync(context, new MaterializeOptions(VersionedName.Parse(arguments.Target)) { ClockMicros = arguments.NowMicros }, ct)],
            "sync" => [await SyncJob.RunAsync(context, store, VersionedName.Parse(arguments.Target), ct)],
            "run" => await RunJob.RunAsync(context, store, new RunOptions { ClockMicros = arguments.NowMicros }, ct),
            _ => throw new FormatException($"Job '{arguments.Job}' is not known."),
        };
    }
}
