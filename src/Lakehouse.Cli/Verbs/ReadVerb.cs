using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Delta;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>read</c>: rows of a table.</summary>
internal static class ReadVerb
{
    private static readonly Argument<string> Table = TableReference.Argument();
    private static readonly Option<string?> Where = new("--where")
    {
        Description = "Only rows for which this is true: comparisons, AND, OR, NOT, IN, BETWEEN, LIKE, IS [NOT] NULL over columns and literals",
        HelpName = "condition",
    };
    private static readonly Option<string[]> Columns = new("--columns")
    {
        Description = "Only these columns, in this order",
        HelpName = "name",
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<long?> Limit = CommonOptions.Limit();

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "read", "Print the rows of any Delta table, at any version.",
            "lakehouse read gold/airport_delays@1 --version 0 --where \"airport = 'ORD' AND departures_1h BETWEEN 20 AND 30\" --limit 3")
        {
            Table, CommonOptions.Version, CommonOptions.Timestamp, Where, Columns, Limit,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var limit = RowPrinter.Limit(call, Limit);
        var snapshot = await TableReference.OpenSnapshotAsync(call, call.Get(Table), ct);
        var scan = snapshot.Scan();
        if (call.Get(Where) is { } where) scan = scan.Where(ScanPredicate.Parse(where, snapshot.Schema));
        if (call.Get(Columns) is { Length: > 0 } columns) scan = scan.Select(columns);
        var output = (scan.Columns ?? [.. snapshot.Schema.Columns.Select(c => c.Name)]).Select(name => new OutputColumn(name, snapshot.Schema.Find(name)!.Type)).ToList();
        await RowPrinter.PrintAsync(call, output, scan.ReadRowsAsync(ct), limit);
        return ExitCode.Done;
    }
}
