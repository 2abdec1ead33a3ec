using System.Globalization;

namespace Lakehouse.Delta.Storage.Cache;

/// <summary>Where copies of remote files lie and how many bytes of them are kept.</summary>
/// <param name="Directory">A local directory on a file system with hard links.</param>
/// <param name="MaxBytes">Bytes.</param>
internal sealed record CacheSettings(string Directory, long MaxBytes)
{
    /// <summary>Fills in what the options leave open.</summary>
    /// <exception cref="DeltaException">LAKEHOUSE_CACHE_SIZE is no size.</exception>
    public static CacheSettings Of(StorageOptions options, Func<string, string?> variable)
    {
        var directory = options.CacheDirectory ?? (variable("LAKEHOUSE_CACHE") is { Length: > 0 } named ? named : DefaultDirectory(variable));
        var bytes = options.CacheBytes ?? (variable("LAKEHOUSE_CACHE_SIZE") is { Length: > 0 } text ? ParseSize(text) : StorageOptions.DefaultCacheBytes);
        return new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)), bytes);
    }

    private static string DefaultDirectory(Func<string, string?> variable)
    {
        if (variable("XDG_CACHE_HOME") is { Length: > 0 } caches) return Path.Combine(caches, "lakehouse");
        if (OperatingSystem.IsWindows()) return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "lakehouse", "cache");
        return variable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".cache", "lakehouse") : Path.Combine(Path.GetTempPath(), "lakehouse-cache");
    }

    private static long ParseSize(string text)
    {
        var unit = text.EndsWith("GB", StringComparison.Ordinal) ? 1_000_000_000L : text.EndsWith("MB", StringComparison.Ordinal) ? 1_000_000L : 0L;
        if (unit > 0 && long.TryParse(text.AsSpan(0, text.Length - 2).TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1_000_000)
            return count * unit;
        throw new DeltaException(DeltaErrorCode.Storage, $"LAKEHOUSE_CACHE_SIZE is '{text}': write a whole number of MB or GB, for example 10GB.");
    }
}
