using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Pipelines.Backfill;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>backfill</c>: a view's first gold, in parallel over its keys.</summary>
internal static class BackfillVerb
{
    private static readonly Argument<string> View = new("view") { Description = "A registered view without gold, name@N" };

    private static readonly Option<int> Parallel = new("--parallel")
    {
        Description = "Parts of the keys computed side by side; they share the lake's threads and memory limit (default: the number of processors)",
        HelpName = "n",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private static readonly Option<bool> Restart = new("--restart") { Description = "Give up the backfill that was begun, with its finished parts, and begin anew" };

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "backfill", "Make a view's first gold in parallel over its keys; after a kill the same command goes on with what is left.",
            "lakehouse backfill airport_delays@1 --now 2001-03-01T12:00:00Z --parallel 4")
        {
            View, CommonOptions.Now, CommonOptions.Horizon, Parallel, Restart,
        }
            .WithEngine().Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var options = new BackfillOptions(Names.Parse(call.Get(View)))
        {
            ClockMicros = call.GetRunClock(), Horizon = call.GetHorizon(), Parallelism = call.Get(Parallel), Restart = call.Get(Restart),
        };
        var session = await call.OpenLakeAsync(create: false, ct);
        return await JobRows.PrintAsync(call, [await BackfillJob.RunAsync(session.Jobs, options, call.SayAsync, ct)]);
    }
}
