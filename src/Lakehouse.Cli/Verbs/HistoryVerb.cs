using System.CommandLine;
using Lakehouse.Cli.Output;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>history</c>: a table's commits, newest first.</summary>
internal static class HistoryVerb
{
    private static readonly Argument<string> Table = TableReference.Argument();
    private static readonly Option<int?> Limit = new("--limit") { Description = "How many commits (default: all)", HelpName = "n" };

    private static readonly OutputColumn[] Columns =
    [
        OutputColumn.Number("version"), OutputColumn.Time("timestamp"), OutputColumn.Text("operation"),
        OutputColumn.Number("rows_added"), OutputColumn.Number("files_added"), OutputColumn.Number("files_removed"),
    ];

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "history", "List a table's commits, newest first; JSON and CSV show what the writer kept with each.",
            "lakehouse history gold/airport_delays@1 --limit 5")
        {
            Table, Limit,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var table = await TableReference.OpenAsync(call, call.Get(Table), ct);
        var limit = call.Get(Limit) ?? int.MaxValue;
        var full = call.Format != OutputFormat.Table;
        await call.PrintAsync(full ? [.. Columns, OutputColumn.Text("user_metadata")] : Columns, async writer =>
        {
            var count = 0;
            await foreach (var commit in table.GetHistoryAsync(ct))
            {
                if (count++ >= limit) break;
                object?[] row =
                [
                    commit.Version, DateTimeOffset.FromUnixTimeMilliseconds(commit.TimestampMillis), commit.Operation,
                    commit.RowsAdded, (long)commit.FilesAdded, (long)commit.FilesRemoved, commit.UserMetadata,
                ];
                writer.Write(row);
            }
        });
        return ExitCode.Done;
    }
}
