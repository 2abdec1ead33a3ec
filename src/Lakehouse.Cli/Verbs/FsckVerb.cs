using System.CommandLine;
using Lakehouse.Catalog;
using Lakehouse.Cli.Output;
using Lakehouse.Delta;
using Lakehouse.Delta.Maintenance;
using Lakehouse.Pipelines.Maintain;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>fsck</c>: what is wrong with a table.</summary>
internal static class FsckVerb
{
    private static readonly Argument<string> Table = TableReference.Argument();
    private static readonly Option<bool> Quick = new("--quick") { Description = "Only see that files are there, of the recorded size" };
    private static readonly Option<bool> Deep = new("--deep") { Description = "Read every value, and hold it against the statistics" };
    private static readonly Option<bool> AllVersions = new("--all-versions")
    {
        Description = "Look for the files of every version in the log, not of the newest and the pinned alone",
    };

    private static readonly OutputColumn[] Columns =
    [
        OutputColumn.Text("severity"), OutputColumn.Text("kind"), OutputColumn.Text("path"), OutputColumn.Text("what"), OutputColumn.Text("what_to_do"),
    ];

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "fsck", "Check a table: log without gaps, checkpoints true, every file there, row counts as recorded. Exits with 1 when something is wrong.",
            "lakehouse fsck gold/airport_delays@1 --deep")
        {
            Table, Quick, Deep, AllVersions,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var (quick, deep) = (call.Get(Quick), call.Get(Deep));
        if (quick && deep) throw new UsageException("--quick and --deep exclude each other.");
        var table = await TableReference.OpenAsync(call, call.Get(Table), ct);
        var options = new CheckOptions
        {
            Depth = quick ? CheckDepth.Listing : deep ? CheckDepth.Rows : CheckDepth.Footers,
            AllVersions = call.Get(AllVersions),
            Retained = new RetainedVersions(await PinsAsync(call, table, ct), Since: null),
        };
        var result = await table.CheckAsync(options, ct);
        await call.PrintAsync(Columns, result.Findings.Select(f => new object?[] { f.Severity.ToString().ToLowerInvariant(), f.Kind, f.Path, f.What, f.Fix }));
        await call.SayAsync(
            $"{(result.IsSound ? "Sound" : "Broken")}: version {result.Version?.ToString() ?? "unknown"}, {result.Files:N0} files, {result.Findings.Count:N0} findings.");
        return result.IsSound ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>A catalog that cannot be read must not keep a table from being checked: then only the newest version is.</summary>
    private static async Task<IReadOnlyList<long>> PinsAsync(Invocation call, DeltaTable table, CancellationToken ct)
    {
        try
        {
            if (await TableHome.FindAsync(table.Path, call.Clock, ct) is not { } home) return [];
            return [.. (await new FeatureCatalog(home.Lake).ListPinsAsync(ct)).Where(p => p.Table == home.Name).Select(p => p.Version)];
        }
        catch (Exception e) when (e is CatalogException or DeltaException)
        {
            await call.SayAsync($"Pinned versions are not checked, for the catalog cannot be read: {e.Message}");
            return [];
        }
    }
}
