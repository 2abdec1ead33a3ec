using Lakehouse.Delta.Internal.Log;
using Lakehouse.Delta.Writing;

namespace Lakehouse.Delta.Internal.Maintenance;

/// <summary>What a path below a table's root can be.</summary>
internal static class TreePath
{
    private const string ChangeData = "_change_data";
    private const string LogInside = "/" + LogFile.Directory + "/";

    /// <summary>
    /// False for hidden files and all in hidden directories, which belong to others; directories of partitions (<c>name=value</c>) and of change data are not hidden, whatever they
    /// begin with. In a staged directory nothing is hidden: all of it is the table's own.
    /// </summary>
    public static bool IsData(string path)
    {
        var names = path.Split('/');
        return StagedDirectory.IsName(names[0]) || (names[..^1].All(d => !IsHidden(d) || d == ChangeData || d.Contains('=')) && !IsHidden(names[^1]));
    }

    /// <summary>The directory (with a slash at its end) of another table that lies inside this one, when the path belongs to that table's log.</summary>
    public static string? TableInside(string path) => path.IndexOf(LogInside, StringComparison.Ordinal) is > 0 and var end ? path[..(end + 1)] : null;

    private static bool IsHidden(string name) => name.Length > 0 && name[0] is '_' or '.';
}
