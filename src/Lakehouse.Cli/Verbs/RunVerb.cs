using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Pipelines.Run;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>run</c>: conform, materialize and sync of what is stale, once or for ever.</summary>
internal static class RunVerb
{
    private static readonly Option<string[]> Select = new("--select")
    {
        Description = "Only these views (default: all)",
        HelpName = "view@N",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> Watch = new("--watch") { Description = "Go on with whatever becomes stale, until interrupted; new commits are taken within a second or two" };

    private static readonly Option<string?> Interval = new("--interval")
    {
        Description = "With --watch: the longest time between two moves of the clock while no data come, from 1s (default: lakehouse.yaml, else 1m); the horizon is twice that at most",
        HelpName = "length",
    };

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "run", "Conform, materialize and sync whatever is stale.",
            "lakehouse run --now 2001-03-01T12:00:00Z\n  lakehouse run --watch --interval 10s --select airport_delays@1")
        {
            Select, CommonOptions.Now, CommonOptions.Horizon, Watch, Interval, OnlineChoice.Some,
        }.WithEngine().Runs(host, RunAsync);

    private static Task<int> RunAsync(Invocation call, CancellationToken ct) => call.Get(Watch) ? WatchAsync(call, ct) : RunOnceAsync(call, ct);

    private static async Task<int> RunOnceAsync(Invocation call, CancellationToken ct)
    {
        if (call.Get(Interval) is not null) throw new UsageException("--interval goes with --watch; a run without it runs once.");
        var options = new RunOptions { Select = [.. (call.Get(Select) ?? []).Select(Names.Parse)], ClockMicros = call.GetRunClock(), Horizon = call.GetHorizon() };
        var session = await call.OpenLakeAsync(create: false, ct);
        await using var targets = session.OpenTargets(call.Get(OnlineChoice.Some));
        return await JobRows.PrintAsync(call, await RunJob.RunAsync(session.Jobs, targets.All, options, ct));
    }

    private static async Task<int> WatchAsync(Invocation call, CancellationToken ct)
    {
        if (call.Get(CommonOptions.Now) is not null) throw new UsageException("--now and --watch exclude each other: a watch goes by the wall clock. Replay history with 'run --now' first.");
        if (call.Get(CommonOptions.Horizon) is not null) throw new UsageException("--horizon and --watch exclude each other: a watch writes twice its own interval ahead. Give --interval.");
        if (call.Format == OutputFormat.Csv) throw new UsageException("--format csv and --watch exclude each other: a watch prints JSON lines (--json), or nothing but its status.");
        var options = new WatchOptions
        {
            Select = [.. (call.Get(Select) ?? []).Select(Names.Parse)],
            Interval = call.Get(Interval) is { } text ? Length.Parse(text, Interval.Name) : null,
        };
        var session = await call.OpenLakeAsync(create: false, ct);
        await using var targets = session.OpenTargets(call.Get(OnlineChoice.Some));
        await call.SayAsync($"Watching the lake at {session.Lake.Root}; Ctrl-C ends it.");
        await WatchJob.RunAsync(session.Jobs, targets.All, options, batch => WatchRows.PrintAsync(call, batch), ct);
        await call.SayAsync("Stopped; what was committed stays, and the next run goes on from it.");
        return ExitCode.Done;
    }
}
