using System.CommandLine;

namespace Lakehouse.Cli;

/// <summary>Options that every verb has, and those that several share.</summary>
internal static class CommonOptions
{
    public static Option<string?> Lake { get; } = new("--lake")
    {
        Description = "Root of the lake, a path or abfss://container@account.dfs.core.windows.net/path (else LAKEHOUSE_ROOT, else ./lake)", HelpName = "path", Recursive = true,
    };

    public static Option<string?> Format { get; } = FormatOption();

    public static Option<bool> Json { get; } = new("--json") { Description = "Same as --format json: one object a line", Recursive = true };

    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Show where a failure comes from", Recursive = true };

    public static Option<string?> Now { get; } = new("--now") { Description = "The run's clock, for example 2001-03-01T12:00:00Z (default: the wall clock)", HelpName = "instant" };

    public static Option<string?> Horizon { get; } = new("--horizon")
    {
        Description = "How far ahead of its clock the run writes gold, for example 30m, 1h, 2d (default: lakehouse.yaml, else 1h)",
        HelpName = "length",
    };

    public static Option<long?> Version { get; } = new("--version") { Description = "The table's version (default: its newest)", HelpName = "N" };

    public static Option<string?> Timestamp { get; } = new("--timestamp")
    {
        Description = "The newest version committed at or before this instant (without a zone: UTC)", HelpName = "instant",
    };

    /// <summary>A limit of rows, which has its own default for people.</summary>
    public static Option<long?> Limit() => new("--limit") { Description = $"At most so many rows (default: {Output.RowPrinter.TableLimit} in a table, else all)", HelpName = "n" };

    public static Option<bool> DryRun { get; } = new("--dry-run") { Description = "Only say what would be done" };

    private static Option<string?> FormatOption()
    {
        var option = new Option<string?>("--format") { Description = "table, json or csv", HelpName = "format", Recursive = true };
        option.AcceptOnlyFromAmong("table", "json", "csv");
        return option;
    }
}
