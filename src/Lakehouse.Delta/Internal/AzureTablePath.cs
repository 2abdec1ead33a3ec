using Lakehouse.Delta.Storage.Azure;

namespace Lakehouse.Delta.Internal;

/// <summary>How the log of a table in Azure storage names files that are not plainly relative.</summary>
/// <remarks>
/// A container has several names: <c>abfss</c>, <c>abfs</c>, <c>wasbs</c> or <c>wasb</c> with the container before the account, <c>https</c> with the account's dfs or
/// blob host and the container as the first name of the path. All are one container, whatever the host's second label.
/// </remarks>
internal static class AzureTablePath
{
    /// <summary>Relative to the root where the file lies under it, else as <see cref="AzureLocation.ToString"/> spells it; null for a file of another store.</summary>
    /// <param name="root">The table's root.</param>
    /// <param name="decoded">The path, percent-decoded.</param>
    /// <param name="hasScheme">Whether it begins with a scheme.</param>
    public static string? Canonical(AzureLocation root, string decoded, bool hasScheme)
    {
        var path = decoded;
        if (hasScheme)
        {
            if (Split(decoded) is not { } place || place.Container != root.Container || Account(place.Host) != Account(root.Host)) return null;
            path = "/" + place.Path;
        }

        var full = PathSegments.Normalise(path.StartsWith('/') ? path : $"{root.Path}/{path}");
        return PathSegments.Below(root.Path, full, StringComparison.Ordinal) ?? (root with { Path = full }).ToString();
    }

    private static (string Container, string Host, string Path)? Split(string uri)
    {
        var authorityStart = uri.IndexOf("://", StringComparison.Ordinal) + 3;
        if (authorityStart < 3) return null;
        var rest = uri[authorityStart..];
        var (authority, path) = Cut(rest, '/');
        switch (uri[..(authorityStart - 3)].ToLowerInvariant())
        {
            case "abfss" or "abfs" or "wasbs" or "wasb":
                var (container, host) = Cut(authority, '@');
                return (container, host.ToLowerInvariant(), path);
            case "https":
                var (first, below) = Cut(path, '/');
                return (first, authority.ToLowerInvariant(), below);
            default:
                return null;
        }
    }

    /// <summary>The host without the label of the service: <c>account.core.windows.net</c>.</summary>
    private static string Account(string host)
    {
        var (account, rest) = Cut(host, '.');
        var (service, domain) = Cut(rest, '.');
        return service is "dfs" or "blob" ? $"{account}.{domain}" : host;
    }

    private static (string Before, string After) Cut(string text, char at)
    {
        var position = text.IndexOf(at);
        return position < 0 ? (text, "") : (text[..position], text[(position + 1)..]);
    }
}
