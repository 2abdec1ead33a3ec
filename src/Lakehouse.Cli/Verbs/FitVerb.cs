using System.CommandLine;
using Lakehouse.Catalog;
using Lakehouse.Cli.Output;
using Lakehouse.Pipelines.Fits;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>fit</c>: list, show and choose the parameters that training sets fitted.</summary>
internal static class FitVerb
{
    private static readonly Argument<string> Name = new("name") { Description = "Training set that fitted it, with @version or for its newest" };
    private static readonly Argument<string> Set = new("set") { Description = "A registered feature set, name@N" };

    private static readonly OutputColumn[] Columns =
    [
        OutputColumn.Text("fit"), OutputColumn.Text("set"), OutputColumn.Flag("default"), OutputColumn.Text("hash"), OutputColumn.Text("training_digest"),
    ];

    public static Command Create(CommandHost host) => new Command("fit", "See and choose the fitted parameters of sets' transforms.") { CreateList(host), CreateShow(host), CreateDefault(host) };

    private static Command CreateList(CommandHost host) => new VerbCommand("list", "List the fits.", "lakehouse fit list").Runs(host, async (call, ct) =>
    {
        var session = await call.OpenLakeAsync(create: false, ct);
        await call.PrintAsync(Columns, (await FitJob.ListAsync(session.Jobs, ct)).Select(Row));
        return ExitCode.Done;
    });

    private static Command CreateShow(CommandHost host) =>
        new VerbCommand("show", "Print a fit's parameters as JSON.", "lakehouse fit show late_model@0") { Name }.Runs(host, async (call, ct) =>
        {
            var session = await call.OpenLakeAsync(create: false, ct);
            await call.Terminal.Out.WriteLineAsync((await FitJob.ShowAsync(session.Jobs, call.Get(Name), ct)).Parameters);
            return ExitCode.Done;
        });

    private static Command CreateDefault(CommandHost host) =>
        new VerbCommand("default", "Make a fit the one that lookups of a set take when they name none.", "lakehouse fit default departure_delay_model@1 late_model@0")
        {
            Set, Name,
        }
            .Runs(host, async (call, ct) =>
            {
                var session = await call.OpenLakeAsync(create: false, ct);
                await call.PrintAsync(Columns, [Row(await FitJob.SetDefaultAsync(session.Jobs, Names.Parse(call.Get(Set)), call.Get(Name), ct))]);
                return ExitCode.Done;
            });

    private static object?[] Row(TrainingFit fit) => [fit.Name, fit.Set.ToString(), fit.IsDefault, fit.Hash, fit.Digest];
}
