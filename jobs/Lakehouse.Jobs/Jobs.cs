using Lakehouse.Engine;
using Lakehouse.Features;
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
public delegate Task<IReadOnlyList<JobResult>> Job(JobContext context, IReadOnlyList<OnlineTarget> targets, CancellationToken ct);

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
            "sync" => Sync(arguments),
            "sync-verify" => Verify(new VerifyOptions(VersionedName.Parse(arguments.Target)) { Repair = arguments.Has("repair") }),
            "run" => Run(new RunOptions { Select = arguments.Names, ClockMicros = now }),
            "watch" => Watch(new WatchOptions { Select = arguments.Names }),
            "training-set" => Training.Find(arguments),
            "diff" when arguments.Targets is [var left, var right] => (context, _, ct) => DiffAsync(context, left, right, ct),
            "diff" => throw new FormatException("diff takes two tables."),
            "maintain" => (context, targets, ct) => MaintainJob.RunAsync(context, targets, new MaintainOptions { Select = arguments.Targets }, ct),
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

    private static Job Sync(JobArguments arguments)
    {
        SyncShard? shard = arguments.Get("shard") is { } text ? SyncShard.TryParse(text) ?? throw new FormatException($"--shard is i/n, for example 1/4, not '{text}'.") : null;
        var options = new SyncOptions(VersionedName.Parse(arguments.Target)) { Shard = shard, Rebuild = arguments.Has("rebuild") };
        return async (context, targets, ct) => Through(await SyncJob.RunAsync(context, targets, options, ct));
    }

    private static Job Verify(VerifyOptions options) => async (context, targets, ct) =>
    {
        var results = new List<JobResult>();
        foreach (var target in targets)
        {
            var result = await VerifyJob.RunAsync(context, target, options, ct);
            results.Add(result.IsClean ? result.ToJobResult() : throw new JobException(3, result.Message));
        }

        return results;
    };

    // A target that failed has held up no other; the program fails with it all the same.
    private static IReadOnlyList<JobResult> Through(IReadOnlyList<JobResult> results) => results.FirstOrDefault(r => r.Failure is not null) is { } failed
        ? throw new JobException(failed.Failure is JobException { ExitCode: var code } ? code : 1, failed.Message, failed.Failure)
        : results;

    private static Job Run(RunOptions options) => async (context, targets, ct) => Through(await RunJob.RunAsync(context, targets, options, ct));

    private static Job Watch(WatchOptions options) => async (context, targets, ct) =>
    {
        await WatchJob.RunAsync(context, targets, options, TellAsync, ct);
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
