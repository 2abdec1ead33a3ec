using System.CommandLine;
using System.Globalization;
using Lakehouse.Cli.Output;
using Lakehouse.Delta;
using Lakehouse.Delta.Maintenance;
using Lakehouse.Pipelines.Maintain;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>optimize</c>: small files into large ones.</summary>
internal static class OptimizeVerb
{
    private static readonly Argument<string> Table = TableReference.Argument();
    private static readonly Option<string?> TargetSize = new("--target-size")
    {
        Description = "Size to which files are filled, for example 64MB or 1GB (default: 128MB)", HelpName = "size",
    };

    private static readonly Option<string[]> SortBy = new("--sort-by")
    {
        Description = "Sort rows by these columns, for example key and time; files that are not sorted so are rewritten too",
        HelpName = "column",
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<string?> Where = new("--where") { Description = "Only partitions that may meet this condition over partition columns", HelpName = "condition" };

    private static readonly OutputColumn[] Columns =
    [
        OutputColumn.Number("version"), OutputColumn.Number("files_removed"), OutputColumn.Number("files_added"), OutputColumn.Number("bytes_removed"),
        OutputColumn.Number("bytes_added"), OutputColumn.Number("rows"), OutputColumn.Flag("dry_run"),
    ];

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "optimize", "Rewrite small files into large ones, and files with deletion vectors without them; rows stay the same.",
            "lakehouse optimize gold/airport_delays@1 --sort-by airport valid_from")
        {
            Table, TargetSize, SortBy, Where, CommonOptions.DryRun,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var maintained = await MaintainedTable.OpenAsync(call, call.Get(Table), ct);
        var options = maintained.Session is { } session ? await LakeOptimize.OptionsAsync(session.Jobs, maintained.Name!, ct) : new OptimizeOptions();
        options = options with { DryRun = call.Get(CommonOptions.DryRun) };
        if (call.Get(TargetSize) is { } size) options = options with { TargetBytes = Bytes(size) };
        if (call.Get(SortBy) is { Length: > 0 } columns) options = options with { SortBy = columns, SortAll = true };
        if (call.Get(Where) is { } where) options = options with { Where = ScanPredicate.Parse(where, (await maintained.Table.GetSnapshotAsync(ct: ct)).Schema) };

        var result = await maintained.Table.OptimizeAsync(options, ct);
        await call.PrintAsync(
            Columns, [[result.Version, (long)result.FilesRemoved, (long)result.FilesAdded, result.BytesRemoved, result.BytesAdded, result.Rows, options.DryRun]]);
        if (result.FilesRemoved == 0) await call.SayAsync("Nothing to do.");
        return ExitCode.Done;
    }

    private static long Bytes(string text)
    {
        var unit = text.EndsWith("GB", StringComparison.OrdinalIgnoreCase) ? 1L << 30 : text.EndsWith("MB", StringComparison.OrdinalIgnoreCase) ? 1L << 20 : 0;
        return unit > 0 && int.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number * unit
            : throw new UsageException($"--target-size: '{text}' is not a size; write for example 64MB or 1GB.");
    }
}
