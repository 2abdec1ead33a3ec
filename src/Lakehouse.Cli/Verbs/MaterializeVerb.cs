using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Pipelines.Materialize;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>materialize</c>: silver to gold for one view.</summary>
internal static class MaterializeVerb
{
    private static readonly Argument<string> View = new("view") { Description = "A registered view, name@N" };

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "materialize", "Bring one view's gold up to date with silver and the clock.",
            "lakehouse materialize airport_delays@1 --now 2001-03-01T12:00:00Z")
        {
            View, CommonOptions.Now, CommonOptions.Horizon,
        }
            .WithEngine().Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var options = new MaterializeOptions(Names.Parse(call.Get(View))) { ClockMicros = call.GetRunClock(), Horizon = call.GetHorizon() };
        var session = await call.OpenLakeAsync(create: false, ct);
        return await JobRows.PrintAsync(call, [await MaterializeJob.RunAsync(session.Jobs, options, ct)]);
    }
}
