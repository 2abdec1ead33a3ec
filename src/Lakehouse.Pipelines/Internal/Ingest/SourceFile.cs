using System.Security.Cryptography;
using System.Text;
using Lakehouse.Pipelines.Ingest;

namespace Lakehouse.Pipelines.Internal.Ingest;

/// <summary>A file to ingest.</summary>
/// <param name="FullPath">Where it lies.</param>
/// <param name="RelativePath">Its path below the ingest root, with <c>/</c>: the name under which it is recorded.</param>
/// <param name="Sha256">Lower-case hex digest of its bytes.</param>
internal sealed record SourceFile(string FullPath, string RelativePath, string Sha256)
{
    /// <summary>All files of a job, checked before any is ingested.</summary>
    /// <exception cref="JobException">A file is missing or outside the root; all such files are named.</exception>
    public static async Task<IReadOnlyList<SourceFile>> ResolveAsync(IngestOptions options, CancellationToken ct)
    {
        var root = Path.GetFullPath(options.Root);
        if (options.Files.Count == 0) throw new JobException(2, $"No file to ingest for source {options.Source}. Name at least one.");
        var paths = options.Files.Select(f => Path.GetFullPath(f)).ToList();
        if (paths.Where(p => !File.Exists(p)).ToList() is { Count: > 0 } missing)
            throw new JobException(1, $"No such file for source {options.Source}: {string.Join(", ", missing)}. Nothing was ingested.");
        if (paths.Where(p => IsOutside(Path.GetRelativePath(root, p))).ToList() is { Count: > 0 } outside)
            throw new JobException(2, $"Outside the ingest root {root}: {string.Join(", ", outside)}. Name a directory above the files with --root. Nothing was ingested.");

        var files = new List<SourceFile>();
        foreach (var path in paths) files.Add(new(path, Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'), await HashAsync(path, ct)));
        return files;
    }

    /// <summary>UTF-8 whose broken bytes are an error: put right silently, they would be other values than the source holds.</summary>
    public static Encoding StrictUtf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Makes sure that what was read is what was hashed.</summary>
    /// <exception cref="JobException">The file has changed in between.</exception>
    public async Task CheckUnchangedAsync(CancellationToken ct)
    {
        if (await HashAsync(FullPath, ct) != Sha256)
            throw new JobException(1, $"{RelativePath} changed while it was read. Nothing of it was ingested; run the command again when its writer is done.");
    }

    private static bool IsOutside(string relative) =>
        relative == ".." || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.IsPathRooted(relative);

    private static async Task<string> HashAsync(string path, CancellationToken ct)
    {
        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, useAsync: true);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JobException(1, $"{path} cannot be read ({e.GetType().Name}). Check that it exists and that its permissions allow reading. Nothing was ingested.", e);
        }
    }
}
