using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Pipelines.Conform;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>conform</c>: bronze to silver for one contract.</summary>
internal static class ConformVerb
{
    private static readonly Argument<string> Contract = new("contract") { Description = "A registered contract, name@N" };

    public static Command Create(CommandHost host) =>
        new VerbCommand("conform", "Bring one contract's silver up to date with bronze.", "lakehouse conform flights@1") { Contract }.WithEngine().Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var contract = Names.Parse(call.Get(Contract));
        var session = await call.OpenLakeAsync(create: false, ct);
        return await JobRows.PrintAsync(call, [await ConformJob.RunAsync(session.Jobs, contract, ct)]);
    }
}
