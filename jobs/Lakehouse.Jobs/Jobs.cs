using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Backfill;
using Lakehouse.Pipelines.Conform;
using Lakehouse.Pipelines.Hosting;
using Lakehouse.Pipelines.Ingest;
using Lakehouse.Pipelines.Maintain;
using Lakehouse.Pipelines.Materialize;
using Lakehouse.Pipelines.Run;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Jobs;

/// <summary>A job on an open lake.</summary>
public delegate Task<IReadOnlyList<JobResult>> Job(JobContext context, IOnlineStore store, CancellationToken ct);

/// <summary>The jobs by name.</summary>
internal static class Jobs
{
    /// <summary>The job that the arguments name, with all that they say read.</summary>
    /// <exception cref="FormatException">They name none, or do not fit it.</exception>
    public static Job Find(JobArguments arguments)
    {
        var now = arguments.NowMicros;
        return arguments.Job switch
        {
            "ingest" => Ingest(arguments),
            "conform" => One(VersionedName.Parse(arguments.Target), ConformJob.RunAsync),
            "materialize" => One(new MaterializeOptions(VersionedName.Parse(arguments.Target)) { ClockMicros = now }, MaterializeJob.RunAsync),
            "backfill" => One(
                new BackfillOptions(VersionedName.Parse(arguments.Target)) { ClockMicros = now, Parallelism = arguments.Parallel, Restart = arguments.Has("restart") },
                (context, options, ct) => BackfillJob.RunAsync(context, options, Console.Error.WriteLineAsync, ct)),
            "sync" => Sync(VersionedName.Parse(arguments.Target)),
            "run" => Run(new RunOptions { Select = arguments.Names, ClockMicros = now }),
            "watch" => Watch(new WatchOptions { Select = arguments.Names }),
            "training-set" => Training.Find(arguments),
            "diff" when arguments.Targets is [var left, var right] => (context, _, ct) => DiffAsync(context, left, right, ct),
            "diff" => throw new FormatException("diff takes two tables."),
            "maintain" => (context, store, ct) => MaintainJob.RunAsync(context, store, new MaintainOptions { Select = arguments.Targets }, ct),
            _ => throw new FormatException($"Job '{arguments.Job}' is not known."),
        };
    }

    private static Job Ingest(JobArguments arguments)
    {
        if (arguments.Targets.Count < 2) throw new FormatException("ingest takes a source and at least one file.");
        var options = new IngestOptions(arguments.Targets[0], [.. arguments.Targets.Skip(1)]) { Root = arguments.Get("root") ?? ".", Replace = arguments.Has("replace") };
        return (context, _, ct) => IngestJob.RunAsync(context, options, ct);
    }

    private static Job One<T>(T options, Func<JobContext, T, CancellationToken, Task<JobResult>> run) => async (context, _, ct) => [await run(context, options, ct)];

    private static Job Sync(VersionedName view) => async (context, store, ct) => [await SyncJob.RunAsync(context, store, view, ct)];

    private static Job Run(RunOptions options) => (context, store, ct) => RunJob.RunAsync(context, store, options, ct);

    private static Job Watch(WatchOptions options) => async (context, store, ct) =>
    {
        await WatchJob.RunAsync(context, store, options, TellAsync, ct);
        return [];
    };

    private static async Task TellAsync(WatchBatch batch)
    {
        foreach (var result in batch.Jobs) await Console.Out.WriteLineAsync(result.ToJson());
        foreach (var failure in batch.Failures) await Console.Error.WriteLineAsync($"{failure.What} failed, again after {failure.RetryAfter.TotalSeconds:0} s: {failure.Message}");
    }

    private static async Task<IReadOnlyList<JobResult>> DiffAsync(JobContext context, string left, string right, CancellationToken ct)
    {
        var start = context.Lake.Clock.GetTimestamp();
        var (a, b) = (await context.Lake.Table(left).GetSnapshotAsync(ct: ct), await context.Lake.Table(right).GetSnapshotAsync(ct: ct));
        var difference = await context.Engine.DiffAsync(new DiffPlan(a, b, Limit: 0), ct);
        if (difference.Different > 0) throw new JobException(3, $"{difference.Different:N0} rows differ between {left} and {right}.");
        return [new("diff", left, Changed: false, 0, a.Version, context.Lake.Clock.GetElapsedTime(start), $"no rows differ between {left} and {right}")];
    }
}
