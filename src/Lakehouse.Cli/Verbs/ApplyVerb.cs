using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Cli.Repositories;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>apply</c>: registers a repository's definitions.</summary>
internal static class ApplyVerb
{
    private static readonly Argument<string> Repository = new("repository")
    {
        Description = "A C# project that defines one FeatureProject, its directory, or one above it (default: the current directory)", DefaultValueFactory = _ => ".",
    };

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "apply", "Build a feature repository and register its definitions; creates the lake when there is none.",
            "lakehouse apply jobs/Flights")
        {
            Repository,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var project = RepositoryLoader.Load(await RepositoryBuilder.BuildAsync(call.Get(Repository), ct));
        var session = await call.OpenLakeAsync(create: true, ct);
        var changes = await session.Catalog.ApplyAsync(project, ct);
        await call.PrintAsync(ChangeRows.Columns, changes.Select(ChangeRows.Of));
        if (changes.All(c => c.Action == "unchanged")) await call.SayAsync("Nothing to do.");
        return ExitCode.Done;
    }
}
