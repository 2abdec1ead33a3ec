using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Delta.Changes;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>changes</c>: the rows that commits inserted, updated and deleted.</summary>
internal static class ChangesVerb
{
    private static readonly Argument<string> Table = TableReference.Argument();
    private static readonly Option<long?> From = new("--from") { Description = "The first version of the range", HelpName = "N" };
    private static readonly Option<long?> To = new("--to") { Description = "The last version of the range, included (default: the newest)", HelpName = "N" };
    private static readonly Option<string?> FromTimestamp = new("--from-timestamp")
    {
        Description = "Begin with the first version committed at or after this instant (without a zone: UTC)",
        HelpName = "instant",
    };
    private static readonly Option<string?> ToTimestamp = new("--to-timestamp")
    {
        Description = "End with the last version committed at or before this instant (without a zone: UTC)",
        HelpName = "instant",
    };
    private static readonly Option<long?> Limit = CommonOptions.Limit();

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "changes", "Print the row changes of a range of versions, for tables that record them (delta.enableChangeDataFeed).",
            "lakehouse changes ./events --from 3 --to 7 --format json")
        {
            Table, From, To, FromTimestamp, ToTimestamp, Limit,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var limit = RowPrinter.Limit(call, Limit);
        var range = new ChangeRange
        {
            FromVersion = call.Get(From), FromTimestamp = call.GetTableTime(FromTimestamp), ToVersion = call.Get(To), ToTimestamp = call.GetTableTime(ToTimestamp),
        };
        if (range.FromVersion is null == range.FromTimestamp is null) throw new UsageException("Give either --from or --from-timestamp.");
        if (range is { ToVersion: not null, ToTimestamp: not null }) throw new UsageException("--to and --to-timestamp exclude each other.");

        var feed = await ChangeFeed.OpenAsync(await TableReference.OpenAsync(call, call.Get(Table), ct), range, ct);
        await RowPrinter.PrintAsync(call, [.. feed.Columns.Select(c => new OutputColumn(c.Name, c.Type))], feed.ReadRowsAsync(ct), limit);
        return ExitCode.Done;
    }
}
