using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Cli.Repositories;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>plan</c>: what apply would change.</summary>
internal static class PlanVerb
{
    private static readonly Argument<string> Repository = new("repository") { Description = "Directory of a C# project that defines one FeatureProject" };

    public static Command Create(CommandHost host) =>
        new VerbCommand("plan", "Build a feature repository and print what apply would change. Exit code 3 when apply would refuse.", "lakehouse plan jobs/Flights") { Repository }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var project = RepositoryLoader.Load(await RepositoryBuilder.BuildAsync(call.Get(Repository), ct));
        var session = await call.OpenLakeAsync(create: false, ct);
        var changes = await session.Catalog.PlanAsync(project, ct);
        await call.PrintAsync(ChangeRows.Columns, changes.Select(ChangeRows.Of));
        return changes.Any(c => c.Action == "refuse") ? ExitCode.Refused : ExitCode.Done;
    }
}
