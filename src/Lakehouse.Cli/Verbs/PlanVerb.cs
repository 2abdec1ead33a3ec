using System.CommandLine;
using Lakehouse.Catalog;
using Lakehouse.Cli.Output;
using Lakehouse.Cli.Repositories;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>plan</c>: what apply would change.</summary>
internal static class PlanVerb
{
    private static readonly Argument<string> Repository = new("repository")
    {
        Description = "A C# project that defines one FeatureProject, its directory, or one above it (default: the current directory)", DefaultValueFactory = _ => ".",
    };

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "plan", "Build a feature repository and print what apply would change. Exit code 3 when apply would refuse.",
            "lakehouse plan jobs/Flights")
        {
            Repository,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var project = RepositoryLoader.Load(await RepositoryBuilder.BuildAsync(call.Get(Repository), ct));
        var changes = await PlanAsync(call, project, ct);
        await call.PrintAsync(ChangeRows.Columns, changes.Select(ChangeRows.Of));
        return changes.Any(c => c.Action == "refuse") ? ExitCode.Refused : ExitCode.Done;
    }

    private static async Task<IReadOnlyList<PlannedChange>> PlanAsync(Invocation call, ProjectDefinition project, CancellationToken ct)
    {
        try
        {
            return await (await call.OpenLakeAsync(create: false, ct)).Catalog.PlanAsync(project, ct);
        }
        catch (CatalogException e) when (e.Code == CatalogErrorCode.NotFound)
        {
            // A plan creates nothing, also not the lake that apply would create.
            return
            [
                .. project.Contracts.Select(c => Create("contract", c.Id, DefinitionJson.Identity(c))),
                .. project.Views.Select(v => Create("view", v.Id, DefinitionJson.Identity(v))),
                .. project.Sets.Select(s => Create("set", s.Id, DefinitionJson.Identity(s))),
            ];
        }
    }

    private static PlannedChange Create(string kind, VersionedName id, string identity) => new(kind, id, "create", DefinitionJson.Hash(identity), []);
}
