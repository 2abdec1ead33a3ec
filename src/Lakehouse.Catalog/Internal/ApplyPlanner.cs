using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Catalog.Internal;

/// <summary>What apply would do with each definition of a project, and the rows that it would write.</summary>
/// <remarks>
/// 1. A version that nobody claimed is created.
/// 2. One whose identity is equal is unchanged, or described anew where only its stored text differs.
/// 3. A contract that only gains nullable columns is extended: its recorded hash moves on.
/// 4. Everything else is another meaning under a claimed version: refused.
/// </remarks>
internal sealed class ApplyPlanner(IReadOnlyDictionary<(string Kind, VersionedName Id), DefinitionRow> registered, string project, long nowMicros)
{
    public List<PlannedChange> Changes { get; } = [];

    public List<DefinitionRow> Rows { get; } = [];

    public static ApplyPlanner Plan(ProjectDefinition project, IReadOnlyDictionary<(string Kind, VersionedName Id), DefinitionRow> registered, long nowMicros)
    {
        var planner = new ApplyPlanner(registered, project.Name, nowMicros);
        foreach (var contract in project.Contracts)
            planner.Add(DefinitionKind.Contract, contract.Id, DefinitionJson.Identity(contract), DefinitionJson.Write(contract));
        foreach (var view in project.Views) planner.Add(DefinitionKind.View, view.Id, DefinitionJson.Identity(view), DefinitionJson.Write(view));
        foreach (var set in project.Sets) planner.Add(DefinitionKind.Set, set.Id, DefinitionJson.Identity(set), DefinitionJson.Write(set));
        return planner;
    }

    private void Add(string kind, VersionedName id, string identity, string definition)
    {
        var row = new DefinitionRow(kind, id, Revision: 0, DefinitionJson.Hash(identity), identity, definition, project, nowMicros);
        if (!registered.TryGetValue((kind, id), out var old))
        {
            Record(row, "create", []);
            return;
        }

        row = row with { Revision = old.Revision + 1 };
        if (old.Identity == identity) Record(row, old.Definition == definition ? "unchanged" : "describe", []);
        else Record(row, MayExtend(old, identity) ? "extend" : "refuse", DefinitionDiff.Describe(old.Identity, identity));
    }

    private static bool MayExtend(DefinitionRow old, string identity) =>
        old.Kind == DefinitionKind.Contract && DefinitionDiff.OnlyGainsNullableColumns(old.Identity, identity);

    private void Record(DefinitionRow row, string action, IReadOnlyList<string> difference)
    {
        Changes.Add(new(row.Kind, row.Id, action, row.Hash, difference));
        if (action is not ("unchanged" or "refuse")) Rows.Add(row);
    }
}

/// <summary>Names of the kinds in the catalog.</summary>
internal static class DefinitionKind
{
    public const string Contract = "contract";
    public const string View = "view";
    public const string Set = "set";
}
