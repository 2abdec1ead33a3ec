using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Pipelines.Run;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>run</c>: conform, materialize and sync of what is stale.</summary>
internal static class RunVerb
{
    private static readonly Option<string[]> Select = new("--select")
    {
        Description = "Only these views (default: all)",
        HelpName = "view@N",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "run", "Conform, materialize and sync whatever is stale.",
            "lakehouse run --now 2001-03-01T12:00:00Z")
        {
            Select, CommonOptions.Now, CommonOptions.Horizon,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var options = new RunOptions { Select = [.. (call.Get(Select) ?? []).Select(Names.Parse)], ClockMicros = call.GetRunClock(), Horizon = call.GetHorizon() };
        var session = await call.OpenLakeAsync(create: false, ct);
        await using var store = session.OpenStore();
        return await JobRows.PrintAsync(call, await RunJob.RunAsync(session.Jobs, store, options, ct));
    }
}
