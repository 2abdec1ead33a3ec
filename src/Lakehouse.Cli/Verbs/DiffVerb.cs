using System.CommandLine;
using Lakehouse.Catalog;
using Lakehouse.Cli.Output;
using Lakehouse.Delta;
using Lakehouse.Engine;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>diff tables</c>: equality of two tables.</summary>
internal static class DiffVerb
{
    private static readonly Argument<string> Left = TableReference.Argument("a");
    private static readonly Argument<string> Right = TableReference.Argument("b");
    private static readonly Option<int> Limit = new("--limit") { Description = "How many differences to show", HelpName = "n", DefaultValueFactory = _ => 10 };

    private static readonly OutputColumn[] Summary = [OutputColumn.Number("different"), OutputColumn.Flag("normal_form")];

    public static Command Create(CommandHost host) => new Command("diff", "Compare things of the lake.")
    {
        new VerbCommand(
            "tables", "Print the number of rows that stand on one side only, and the first of them; gold is compared in normal form. Exit code 3 when they differ.",
            "lakehouse diff tables lake/gold/airport_delays@1 other/gold/airport_delays@1")
        {
            Left, Right, Limit,
        }.WithEngine().Runs(host, RunAsync),
    };

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var left = await SnapshotAsync(call, call.Get(Left), ct);
        var right = await SnapshotAsync(call, call.Get(Right), ct);
        var difference = await call.CreateEngine(new LakeSettings()).DiffAsync(new DiffPlan(left, right, call.Get(Limit)), ct);

        if (call.Format == OutputFormat.Json) await call.PrintAsync(Summary, [[difference.Different, difference.NormalForm]]);
        else await call.Terminal.Out.WriteLineAsync(FormattableString.Invariant($"{difference.Different}"));
        await call.SayAsync($"{difference.Different} rows differ{(difference.NormalForm ? " in normal form" : "")}.");
        if (difference.First.Count > 0) await call.PrintAsync([.. difference.Columns.Select(OutputColumn.Text)], difference.First);
        return difference.Different == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private static async Task<Snapshot> SnapshotAsync(Invocation call, string table, CancellationToken ct) =>
        await (await TableReference.OpenAsync(call, table, ct)).GetSnapshotAsync(ct: ct);
}
