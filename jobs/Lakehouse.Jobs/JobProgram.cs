using Lakehouse.Catalog;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.Spark.Launch;
using Lakehouse.Online.Targets;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Hosting;

namespace Lakehouse.Jobs;

/// <summary>Opens the lake with the engine that was asked for, and calls the job.</summary>
public static class JobProgram
{
    /// <summary>Runs one job.</summary>
    /// <exception cref="FormatException">The arguments do not fit the job.</exception>
    /// <exception cref="JobException">The job refused.</exception>
    public static async Task<IReadOnlyList<JobResult>> RunAsync(JobArguments arguments, TimeProvider clock, CancellationToken ct)
    {
        var job = Jobs.Find(arguments);
        if (arguments.Has("check")) return [];
        var lake = await Lake.OpenAsync(arguments.Lake, create: false, clock, ct);
        await using var engine = Engines.Create(OptionsOf(arguments, lake.Settings), clock);
        await using var targets = OnlineTargets.OpenForJobs(lake, arguments.Options.GetValueOrDefault("online", []));
        return await job(new JobContext(lake, new FeatureCatalog(lake), engine.Engine), targets.All, ct);
    }

    // What was submitted has master and settings from spark-submit, which the lake's must not override.
    private static EngineOptions OptionsOf(JobArguments arguments, LakeSettings settings) => EngineOptions.Of(
        arguments.Get("engine"), arguments.Get("master"), arguments.Options.GetValueOrDefault("spark-conf", []),
        new EngineOptions
        {
            Engine = settings.EngineName,
            Master = JobProcess.IsSubmitted ? null : settings.SparkMaster,
            SparkConf = JobProcess.IsSubmitted ? new Dictionary<string, string>() : settings.SparkConf,
            ApplicationName = string.Join(' ', arguments.Targets.Prepend(arguments.Job)),
            Driver = new DuckDbOptions { Threads = settings.Threads, MemoryLimit = settings.MemoryLimit },
        });
}
