using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Delta;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>read</c>: rows of a table.</summary>
internal static class ReadVerb
{
    private const long TableLimit = 100;
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
    private static readonly Option<long?> Limit = new("--limit") { Description = $"At most so many rows (default: {TableLimit} in a table, else all)", HelpName = "n" };

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "read", "Print a table's rows, at any version.",
            "lakehouse read gold/airport_delays@1 --version 0 --where \"airport = 'ORD' AND departures_1h > 20\" --limit 3")
        {
            Table, CommonOptions.Version, CommonOptions.Timestamp, Where, Columns, Limit,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var limit = call.Get(Limit);
        if (limit < 0) throw new UsageException($"--limit: {limit} is negative.");
        var snapshot = await TableReference.OpenSnapshotAsync(call, call.Get(Table), ct);
        var scan = snapshot.Scan();
        if (call.Get(Where) is { } where) scan = scan.Where(ScanPredicate.Parse(where, snapshot.Schema));
        if (call.Get(Columns) is { Length: > 0 } columns) scan = scan.Select(columns);
        var output = (scan.Columns ?? [.. snapshot.Schema.Columns.Select(c => c.Name)]).Select(name => new OutputColumn(name, snapshot.Schema.Find(name)!.Type)).ToList();

        var most = limit ?? (call.Format == OutputFormat.Table ? TableLimit : long.MaxValue);
        var more = false;
        await call.PrintAsync(output, async writer =>
        {
            var count = 0L;
            await foreach (var row in scan.ReadRowsAsync(ct))
            {
                if (count++ == most)
                {
                    more = true;
                    break;
                }

                writer.Write(row);
            }
        });
        if (more && limit is null) await call.SayAsync($"Only the first {most} rows; give --limit for more.");
        return ExitCode.Done;
    }
}
