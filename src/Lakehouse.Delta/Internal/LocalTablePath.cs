namespace Lakehouse.Delta.Internal;

/// <summary>How the log of a table on a local disk names files that are not plainly relative.</summary>
/// <remarks>
/// On Windows <c>C:\x</c>, <c>C:/x</c>, <c>/C:/x</c> and <c>file:///C:/x</c> are one file, and a directory is found whatever the case of its letters. That half is
/// tested as text, and was not run on Windows.
/// </remarks>
internal static class LocalTablePath
{
    private const string Scheme = "file:";

    /// <summary>Relative to the root where the file lies under it, else absolute; null for a file of another store.</summary>
    /// <param name="root">The table's root, absolute.</param>
    /// <param name="decoded">The path, percent-decoded.</param>
    /// <param name="hasScheme">Whether it begins with a scheme.</param>
    /// <param name="isWindows">Whether drive letters and backslashes mean something, and case does not.</param>
    public static string? Canonical(string root, string decoded, bool hasScheme, bool isWindows)
    {
        var path = decoded;
        if (hasScheme)
        {
            if (!decoded.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
            path = WithoutAuthority(decoded[Scheme.Length..]);
        }

        var directory = Slashes(root, isWindows);
        var isAbsolute = path.StartsWith('/') || (isWindows && HasDrive(path));
        var full = PathSegments.Normalise(isAbsolute ? Slashes(path, isWindows) : directory + "/" + path);
        var comparison = isWindows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return PathSegments.Below(PathSegments.Normalise(directory), full, comparison) ?? (isWindows && HasDrive(full) ? full : "/" + full);
    }

    /// <summary><c>file:/x</c>, <c>file:///x</c> and <c>file://localhost/x</c> are equal.</summary>
    private static string WithoutAuthority(string path)
    {
        const string Local = "//localhost/";
        var rest = path.StartsWith(Local, StringComparison.OrdinalIgnoreCase) ? path[Local.Length..] : path;
        return "/" + rest.TrimStart('/');
    }

    private static string Slashes(string path, bool isWindows) => isWindows ? path.Replace('\\', '/') : path;

    private static bool HasDrive(string path) => path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]);
}
