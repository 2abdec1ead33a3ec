using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>training-set diff</c>: what two training sets were built from, their columns, and their first different rows.</summary>
internal static class TrainingSetDiffVerb
{
    private static readonly Argument<string> Left = new("a") { Description = "Name of a training set" };
    private static readonly Argument<string> Right = new("b") { Description = "Name of another" };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many different rows to show", HelpName = "n", DefaultValueFactory = _ => 10 };
    private static readonly OutputColumn[] Columns = [OutputColumn.Text("what"), OutputColumn.Number("spine_row"), OutputColumn.Text("a"), OutputColumn.Text("b")];

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "diff", "Compare two training sets: definitions and versions, columns, and rows by spine_row. Exit code 3 when columns or rows differ.",
            "lakehouse training-set diff late_model late_model_new --limit 5")
        {
            Left, Right, Limit,
        }.Runs(host, async (call, ct) =>
        {
            var session = await call.OpenLakeAsync(create: false, ct);
            var difference = await TrainingDiffJob.RunAsync(session.Jobs, call.Get(Left), call.Get(Right), call.Get(Limit), ct);
            await call.PrintAsync(Columns, difference.Facts.Select(f => (object?[])[f.What, f.SpineRow, f.Left, f.Right]));
            await call.SayAsync(difference.Equal ? "Columns and rows are the same." : $"{difference.DifferentRows} rows differ.");
            return difference.Equal ? ExitCode.Done : ExitCode.Refused;
        });
}
