using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Cli.Repositories;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>test</c>: the tests of a feature repository.</summary>
internal static class TestVerb
{
    private static readonly IReadOnlyList<OutputColumn> Columns =
        [OutputColumn.Text("project"), OutputColumn.Number("passed"), OutputColumn.Number("failed"), OutputColumn.Number("skipped"), OutputColumn.Seconds("seconds")];

    private static readonly Argument<string> Repository = new("repository")
    {
        Description = "Directory, solution or project (default: the current directory)", DefaultValueFactory = _ => ".",
    };

    public static Command Create(CommandHost host) =>
        new VerbCommand("test", "Build a feature repository and run its tests.", "lakehouse test")
        {
            Repository,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var runs = await RepositoryTests.RunAsync(call.Get(Repository), ct);
        await call.PrintAsync(Columns, runs.Select(r => new object?[] { r.Project, r.Passed, r.Failures.Count, r.Skipped, Math.Round(r.Seconds, 3) }));
        foreach (var failure in runs.SelectMany(r => r.Failures)) await call.SayAsync($"failed {failure.Test}\n  {failure.Message.ReplaceLineEndings("\n  ")}");
        return runs.Any(r => r.Failures.Count > 0) ? ExitCode.Failed : ExitCode.Done;
    }
}
