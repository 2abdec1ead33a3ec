using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>vacuum</c>: files that no version needs.</summary>
internal static class VacuumVerb
{
    private static readonly Argument<string> Table = TableReference.Argument();
    private static readonly OutputColumn[] Columns = [OutputColumn.Text("path"), OutputColumn.Number("bytes"), OutputColumn.Time("modified_at")];

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "vacuum", "Delete files that no version within the retention needs; versions that a training set pins keep theirs.",
            "lakehouse vacuum silver/flights@1 --dry-run")
        {
            Table, RetentionOptions.Retain, RetentionOptions.AllowShort, CommonOptions.DryRun,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var dryRun = call.Get(CommonOptions.DryRun);
        var retain = RetentionOptions.Get(call);
        var maintained = await MaintainedTable.OpenAsync(call, call.Get(Table), ct);
        var retention = await maintained.RetentionAsync(call, ct);
        var options = new VacuumOptions
        {
            Retention = retain, AllowShorterRetention = call.Get(RetentionOptions.AllowShort), Retained = retention?.Data ?? RetainedVersions.None, DryRun = dryRun,
        };
        var result = await maintained.Table.VacuumAsync(options, ct);
        await call.PrintAsync(Columns, result.Files.Select(f => new object?[] { f.Path, f.Size, f.ModifiedAt }));
        await call.SayAsync($"{result.Files.Count:N0} files of {result.Bytes:N0} bytes {(dryRun ? "would be deleted" : "deleted")}.");
        return ExitCode.Done;
    }
}
