namespace Lakehouse.Features.Internal.Rules;

/// <summary>The rules of names.</summary>
internal static class Names
{
    /// <summary>Columns that the platform adds to gold, spines and training sets.</summary>
    internal static readonly string[] Reserved = ["event_time", "known_at", "retracted", "spine_row", "timestamp", "valid_from"];

    internal static void RequireSnake(string name, string what, string? property = null)
    {
        if (SnakeCase.Is(name)) return;
        var rule = $"names are lower-case words joined by single underscores (snake_case), such as '{Suggest(name)}'";
        throw new DefinitionException(Rule.Name, $"{what} has the name '{name}'; {rule}.") { Part = property };
    }

    internal static void RequireFree(string name, string what, string? property = null)
    {
        if (!Reserved.Contains(name) && !name.StartsWith("_source_", StringComparison.Ordinal)) return;
        var reserved = string.Join(", ", Reserved);
        throw new DefinitionException(Rule.Name, $"{what} has the name '{name}', which the platform uses itself; choose another (not {reserved}, _source_…).") { Part = property };
    }

    internal static VersionedName Versioned(string name, int version, string what)
    {
        RequireSnake(name, what);
        return version >= 1 ? new(name, version) : throw new DefinitionException(Rule.Name, $"{what} {name} has version {version}; versions start at 1.");
    }

    /// <summary>Refuses two of one name.</summary>
    internal static void RequireDistinct(IEnumerable<string> names, string place, string what)
    {
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new DefinitionException(Rule.DuplicateName, $"{place}: two {what} have the name '{twice.Key}'; rename one.");
    }

    private static string Suggest(string name)
    {
        var words = SnakeCase.Of(name).Split('_', '-', ' ', '.').Select(w => new string([.. w.Where(SnakeCase.IsLetterOrDigit)])).Where(w => w.Length > 0);
        var suggestion = string.Join("_", words);
        return SnakeCase.Is(suggestion) ? suggestion : "delay_mean";
    }
}
