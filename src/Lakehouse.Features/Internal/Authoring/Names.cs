using Lakehouse.Features.Definitions;

namespace Lakehouse.Features.Internal.Authoring;

/// <summary>The rules of names.</summary>
internal static class Names
{
    private static readonly HashSet<string> Reserved =
    [
        EntityViewDefinition.ValidFromColumn, EntityViewDefinition.EventTimeColumn, EntityViewDefinition.RetractedColumn, EntityViewDefinition.KnownAtColumn,
        "spine_row", "timestamp",
    ];

    internal static void RequireSnake(string name, string what)
    {
        if (!SnakeCase.Is(name))
            throw new DefinitionException($"{what} has the name '{name}'; names are lower-case words joined by single underscores (snake_case), such as '{Suggest(name)}'.");
    }

    internal static void RequireFree(string name, string what)
    {
        if (Reserved.Contains(name) || name.StartsWith("_source_", StringComparison.Ordinal))
        {
            var reserved = string.Join(", ", Reserved.Order(StringComparer.Ordinal));
            throw new DefinitionException($"{what} has the name '{name}', which the platform uses itself; choose another (not {reserved}, _source_…).");
        }
    }

    internal static VersionedName Versioned(string name, int version, string what)
    {
        RequireSnake(name, what);
        return version >= 1 ? new(name, version) : throw new DefinitionException($"{what} {name} has version {version}; versions start at 1.");
    }

    /// <summary>Refuses two of one name.</summary>
    internal static void RequireDistinct(IEnumerable<string> names, string place, string what)
    {
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new DefinitionException($"{place}: two {what} have the name '{twice.Key}'; rename one.");
    }

    private static string Suggest(string name)
    {
        var words = SnakeCase.Of(name).Split('_', '-', ' ', '.').Select(w => string.Concat(w.Where(char.IsAsciiLetterOrDigit))).Where(w => w.Length > 0);
        var suggestion = string.Join('_', words);
        return SnakeCase.Is(suggestion) ? suggestion : "delay_mean";
    }
}
