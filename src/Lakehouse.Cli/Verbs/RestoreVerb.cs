using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Delta.Maintenance;
using Lakehouse.Pipelines.Maintain;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>restore</c>: a table back to a version.</summary>
internal static class RestoreVerb
{
    private static readonly Argument<string> Table = TableReference.Argument();

    private static readonly OutputColumn[] Columns =
    [
        OutputColumn.Number("version"), OutputColumn.Number("restored_version"), OutputColumn.Number("files_added"), OutputColumn.Number("files_removed"),
        OutputColumn.Number("bytes_added"), OutputColumn.Number("bytes_removed"), OutputColumn.Flag("metadata_changed"), OutputColumn.Flag("dry_run"),
    ];

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "restore", "Bring a table's rows, schema and properties back to those of a version, by a new commit.",
            "lakehouse restore silver/flights@1 --version 3 --dry-run")
        {
            Table, CommonOptions.Version, CommonOptions.Timestamp, CommonOptions.DryRun,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var version = call.Get(CommonOptions.Version);
        var timestamp = call.GetTableTime(CommonOptions.Timestamp);
        if (version is null == timestamp is null) throw new UsageException("Give either --version or --timestamp: to what the table goes back.");
        var options = new RestoreOptions
        {
            Version = version, Timestamp = timestamp, DryRun = call.Get(CommonOptions.DryRun),
        };
        var maintained = await MaintainedTable.OpenAsync(call, call.Get(Table), ct);
        var result = maintained.Session is { } session
            ? await RestoreJob.RunAsync(session.Jobs, maintained.Name!, options, ct)
            : await maintained.Table.RestoreAsync(options, ct);
        await call.PrintAsync(
            Columns,
            [
                [
                    result.Version, result.RestoredVersion, (long)result.FilesAdded, (long)result.FilesRemoved, result.BytesAdded, result.BytesRemoved, result.MetadataChanged,
                    options.DryRun,
                ],
            ]);
        if (result.FilesAdded + result.FilesRemoved == 0 && !result.MetadataChanged) await call.SayAsync("Nothing to do.");
        return ExitCode.Done;
    }
}
