using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Pipelines.Ingest;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>ingest</c>: source files to bronze.</summary>
internal static class IngestVerb
{
    private static readonly Argument<string> Source = new("source") { Description = "Name of a registered source" };
    private static readonly Argument<string[]> Files = new("files") { Description = "Files to ingest; what was ingested before is skipped", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Root = new("--root")
    {
        Description = "Ingest root; recorded paths are relative to it",
        HelpName = "dir",
        DefaultValueFactory = _ => ".",
    };
    private static readonly Option<bool> Replace = new("--replace") { Description = "Take other content under a recorded path as corrections and deletions" };

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "ingest", "Append source files to bronze, each once.",
            "lakehouse ingest flights_raw data/flights-2001-01.parquet --root data")
        {
            Source, Files, Root, Replace,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var session = await call.OpenLakeAsync(create: false, ct);
        var options = new IngestOptions(call.Get(Source), call.Get(Files)) { Root = call.Get(Root)!, Replace = call.Get(Replace) };
        return await JobRows.PrintAsync(call, await IngestJob.RunAsync(session.Jobs, options, ct));
    }
}
