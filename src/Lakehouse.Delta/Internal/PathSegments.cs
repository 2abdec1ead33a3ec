namespace Lakehouse.Delta.Internal;

/// <summary>Paths with <c>/</c> between names, apart from any file system.</summary>
internal static class PathSegments
{
    /// <summary>Resolves <c>.</c>, <c>..</c> and empty names; what would lead above the root stays at the root.</summary>
    public static string Normalise(string path)
    {
        var names = new List<string>();
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == "..")
            {
                if (names.Count > 0) names.RemoveAt(names.Count - 1);
            }
            else if (name != ".")
            {
                names.Add(name);
            }
        }

        return string.Join('/', names);
    }

    /// <summary>The part of a path below a directory, or null when it does not lie there.</summary>
    public static string? Below(string directory, string path, StringComparison comparison)
    {
        if (directory.Length == 0) return path;
        return path.Length > directory.Length && path[directory.Length] == '/' && path.StartsWith(directory, comparison) ? path[(directory.Length + 1)..] : null;
    }
}
