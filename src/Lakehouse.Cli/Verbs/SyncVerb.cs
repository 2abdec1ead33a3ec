using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>sync</c>: gold to the online store for one view.</summary>
internal static class SyncVerb
{
    private static readonly Argument<string> View = new("view") { Description = "A registered view, name@N" };

    public static Command Create(CommandHost host) =>
        new VerbCommand("sync", "Push one view's rows in force to the online store.", "lakehouse sync airport_delays@1") { View }.WithEngine().Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var view = Names.Parse(call.Get(View));
        var session = await call.OpenLakeAsync(create: false, ct);
        await using var store = session.OpenStore();
        return await JobRows.PrintAsync(call, [await SyncJob.RunAsync(session.Jobs, store, view, ct)]);
    }
}
