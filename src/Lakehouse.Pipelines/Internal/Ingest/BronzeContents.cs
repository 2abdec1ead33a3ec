using Lakehouse.Delta;

namespace Lakehouse.Pipelines.Internal.Ingest;

/// <summary>Which content of which path bronze holds, read from the application transactions of its log.</summary>
/// <remarks>
/// An ingest commit carries the application id <c>ingest:sha256:path</c> with the commit's own version; of a path's ids the greatest version is its current content.
/// </remarks>
internal sealed class BronzeContents
{
    private const string Prefix = "ingest:";
    private const int HashLength = 64;
    private readonly Dictionary<string, (string Sha256, long Version)> byPath = [];

    private BronzeContents()
    {
    }

    public static BronzeContents Of(Snapshot? bronze)
    {
        var result = new BronzeContents();
        foreach (var (id, version) in bronze?.Transactions ?? new Dictionary<string, long>())
        {
            if (!id.StartsWith(Prefix, StringComparison.Ordinal) || id.Length <= Prefix.Length + HashLength) continue;
            var path = id[(Prefix.Length + HashLength + 1)..];
            if (!result.byPath.TryGetValue(path, out var known) || known.Version < version) result.byPath[path] = (id.Substring(Prefix.Length, HashLength), version);
        }

        return result;
    }

    public static string ApplicationId(SourceFile file) => $"{Prefix}{file.Sha256}:{file.RelativePath}";

    /// <summary>The bronze version that holds the path's current content; null for a path that is not recorded.</summary>
    public long? VersionOf(string path) => byPath.TryGetValue(path, out var content) ? content.Version : null;

    /// <summary>The path whose current content has these bytes, <paramref name="file"/>'s own before others; null when none has.</summary>
    public string? PathOfContent(SourceFile file)
    {
        if (byPath.TryGetValue(file.RelativePath, out var own) && own.Sha256 == file.Sha256) return file.RelativePath;
        return byPath.Where(p => p.Value.Sha256 == file.Sha256).OrderBy(p => p.Value.Version).Select(p => p.Key).FirstOrDefault();
    }
}
