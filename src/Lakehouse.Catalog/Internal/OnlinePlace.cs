using System.Security.Cryptography;
using System.Text;
using Lakehouse.Delta;

namespace Lakehouse.Catalog.Internal;

/// <summary>Where the embedded online store keeps its file: SQLite needs a local one, also for a lake that lies elsewhere.</summary>
internal static class OnlinePlace
{
    private const string FileName = "online.db";

    public static string Of(TableDirectory lake, string? configured)
    {
        if ((configured ?? Environment.GetEnvironmentVariable("LAKEHOUSE_ONLINE")) is { Length: > 0 } directory) return Path.Combine(Path.GetFullPath(directory), FileName);
        return lake.IsRemote ? Path.Combine(LocalData(), "lakehouse", "online", DirectoryName(lake.Path), FileName) : Path.Combine(lake.Path, "_online", FileName);
    }

    /// <summary>Readable, and unlike that of any other lake.</summary>
    private static string DirectoryName(string root)
    {
        var readable = string.Concat(root[(root.IndexOf("://", StringComparison.Ordinal) + 3)..].Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)));
        return $"{readable[..Math.Min(readable.Length, 100)]}-{digest[..12]}";
    }

    private static string LocalData()
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0 ? data : Path.GetTempPath();
    }
}
