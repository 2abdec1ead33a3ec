using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Online.Targets;
using Lakehouse.Pipelines.Maintain;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>maintain</c>: upkeep of a whole lake.</summary>
internal static class MaintainVerb
{
    private static readonly Option<string[]> Select = new("--select")
    {
        Description = "Only these tables (default: all)", HelpName = "table", AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "maintain", "Compact small files, delete files that nothing needs and shorten logs, in all tables of the lake.",
            "lakehouse maintain --dry-run")
        {
            Select, RetentionOptions.Retain, RetentionOptions.AllowShort, CommonOptions.DryRun,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var session = await call.OpenLakeAsync(create: false, ct);
        await using var targets = OnlineTargets.OpenForMaintenance(session.Lake);
        var options = new MaintainOptions
        {
            Select = call.Get(Select) ?? [],
            Retention = RetentionOptions.Get(call),
            AllowShorterRetention = call.Get(RetentionOptions.AllowShort),
            DryRun = call.Get(CommonOptions.DryRun),
        };
        return await JobRows.PrintAsync(call, await MaintainJob.RunAsync(session.Jobs, targets.All, options, ct));
    }
}
