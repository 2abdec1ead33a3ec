namespace Lakehouse.Delta.Storage.Azure;

/// <summary>A place in a container of an account, as Hadoop spells it: <c>abfss://container@account.dfs.core.windows.net/path</c>.</summary>
/// <param name="Container">The container (file system).</param>
/// <param name="Host">The account's host.</param>
/// <param name="Path">Decoded, without slashes at its ends; empty for the container's root.</param>
internal sealed record AzureLocation(string Container, string Host, string Path)
{
    private const string Scheme = "abfss";
    private const string OldScheme = "abfs";

    /// <summary>The account's name.</summary>
    public string Account => Host.Split('.')[0];

    /// <summary>Whether a text names a place in Azure storage at all.</summary>
    public static bool IsAzure(string text) =>
        text.StartsWith($"{Scheme}://", StringComparison.OrdinalIgnoreCase) || text.StartsWith($"{OldScheme}://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The place that a text names; as for Hadoop, a percent sign in the path stands for itself.</summary>
    /// <exception cref="DeltaException">The text does not name a container and an account.</exception>
    public static AzureLocation Parse(string text)
    {
        var rest = IsAzure(text) ? text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..] : throw Malformed(text);
        var slash = rest.IndexOf('/');
        var authority = slash < 0 ? rest : rest[..slash];
        var at = authority.IndexOf('@');
        if (at <= 0 || at == authority.Length - 1 || rest.Contains('?')) throw Malformed(text);
        var path = slash < 0 ? "" : rest[slash..].Trim('/');
        if (path.Split('/').Any(n => n is "." or "..")) throw Malformed(text);
        return new(authority[..at], authority[(at + 1)..].ToLowerInvariant(), path);
    }

    /// <summary>A place below this one.</summary>
    public AzureLocation Append(string relativePath) => this with { Path = $"{Path}/{relativePath}".Trim('/') };

    /// <summary>The place as Hadoop spells it, decoded.</summary>
    public override string ToString() => $"{Scheme}://{Container}@{Host}" + (Path.Length == 0 ? "" : "/" + Path);

    private static DeltaException Malformed(string text) => new(
        DeltaErrorCode.Storage,
        $"'{text.Split('?')[0]}' does not name a place in Azure storage. Write abfss://container@account.dfs.core.windows.net/path; a signature belongs into the settings.");
}
