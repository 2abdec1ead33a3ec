using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features.Internal.Authoring;

/// <summary>Refuses definitions that captured a value which another build would not see again: their hash would be another on every machine and day.</summary>
internal static class Stability
{
    /// <summary>Compares two builds of one source.</summary>
    internal static void RequireSame(ProjectDefinition first, ProjectDefinition second)
    {
        var before = Identities(first).ToList();
        var after = Identities(second).ToList();
        if (before.Count != after.Count) throw Refuse("The project", $"{before.Count} definitions, then {after.Count}");
        foreach (var ((name, identity), (_, other)) in before.Zip(after))
        {
            if (identity != other) throw Refuse(name, string.Join("; ", DefinitionDiff.Describe(identity, other)));
        }
    }

    private static IEnumerable<(string Name, string Identity)> Identities(ProjectDefinition project) =>
    [
        .. project.Contracts.Select(c => ($"Contract {c.Id}", DefinitionJson.Identity(c))),
        .. project.Views.Select(v => ($"Feature view {v.Id}", DefinitionJson.Identity(v))),
        .. project.Sets.Select(s => ($"Feature set {s.Id}", DefinitionJson.Identity(s))),
    ];

    private static DefinitionException Refuse(string name, string difference) => new(
        Rule.UnstableValue,
        $"{name} has another meaning when it is built twice in a row ({difference}): it holds a value such as DateTime.Now, Guid.NewGuid() or Random gives. " +
        "Hand the value in by the request or as an event's column, or write it as a constant.");
}
