using System.Collections.Immutable;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Catalog.Internal;

/// <summary>What apply would do with each definition of a project, and the rows that it would write.</summary>
/// <remarks>
/// 1. A version that nobody claimed is created.
/// 2. One whose identity is equal is unchanged, or described anew where only its stored text differs.
/// 3. A contract that gains nullable columns is extended: without them its identity is the registered one.
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
            planner.Add(DefinitionKind.Contract, contract.Id, DefinitionJson.Identity(contract), DefinitionJson.Write(contract), row => GainedColumns(contract, row));
        foreach (var view in project.Views) planner.Add(DefinitionKind.View, view.Id, DefinitionJson.Identity(view), DefinitionJson.Write(view));
        foreach (var set in project.Sets) planner.Add(DefinitionKind.Set, set.Id, DefinitionJson.Identity(set), DefinitionJson.Write(set));
        return planner;
    }

    private void Add(string kind, VersionedName id, string identity, string definition, Func<DefinitionRow, IReadOnlyList<string>>? gained = null)
    {
        var row = new DefinitionRow(kind, id, Revision: 0, DefinitionJson.Hash(identity), identity, definition, project, nowMicros);
        if (!registered.TryGetValue((kind, id), out var old))
        {
            Record(row, "create", []);
            return;
        }

        row = row with { Revision = old.Revision + 1 };
        if (old.Identity == identity) Record(row, old.Definition == definition ? "unchanged" : "describe", old.Definition == definition ? [] : DefinitionDiff.Between(old.Definition, definition));
        else if (gained?.Invoke(old) is { Count: > 0 } columns) Record(row, "extend", columns);
        else Record(row, "refuse", DefinitionDiff.Between(old.Identity, identity));
    }

    private void Record(DefinitionRow row, string action, IReadOnlyList<string> difference)
    {
        Changes.Add(new(row.Kind, row.Id, action, row.Hash, difference));
        if (action is not ("unchanged" or "refuse")) Rows.Add(row);
    }

    /// <summary>Names of the nullable columns by which a contract exceeds the registered one; none when anything else differs too.</summary>
    private static IReadOnlyList<string> GainedColumns(ContractDefinition contract, DefinitionRow old)
    {
        var before = DefinitionJson.ReadContract(old.Definition);
        var gained = contract.Columns.Where(c => c.Nullable && c.Role == ColumnRole.Value && before.Columns.All(b => b.Name != c.Name)).ToImmutableArray();
        var rawBefore = before.Source.Columns.Select(c => c.Name).ToHashSet();
        var reduced = contract with
        {
            Columns = [.. contract.Columns.Except(gained)],
            Source = contract.Source with { Columns = [.. contract.Source.Columns.Where(c => rawBefore.Contains(c.Name))] },
        };
        return DefinitionJson.Identity(reduced) == old.Identity ? [.. gained.Select(c => $"gains column {c.Name} {c.Type}")] : [];
    }
}

/// <summary>Names of the kinds in the catalog.</summary>
internal static class DefinitionKind
{
    public const string Contract = "contract";
    public const string View = "view";
    public const string Set = "set";
}
