using System.Reflection;
using Lakehouse.Catalog;

namespace Lakehouse.Cli.New;

/// <summary>The files of a new feature repository; they lie in this project's folder <c>Templates</c> and are embedded in the command.</summary>
/// <remarks>
/// 1. A resource's name is its path below the template's folder.
/// 2. The ending <c>.template</c>, on files that would otherwise act on this clone, is dropped.
/// 3. <c>RepositoryName</c>, <c>repository-folder</c>, <c>PlatformVersion</c> and <c>PackageFolder</c> are replaced in paths and contents.
/// </remarks>
internal static class RepositoryTemplate
{
    private const string Prefix = "repository/";
    private const string Ending = ".template";
    private const string Settings = ".config/lakehouse-yaml.schema.json";
    private const string Feeds = "NuGet.config";

    /// <summary>The files by path, with <c>/</c>, in order.</summary>
    /// <param name="name">The repository's name.</param>
    /// <param name="packageFolder">A folder of packages as text for XML, or null: then there is no NuGet.config.</param>
    public static IReadOnlyList<(string Path, string Content)> Fill(RepositoryName name, string? packageFolder)
    {
        string Replace(string text) => text
            .Replace("RepositoryName", name.Identifier, StringComparison.Ordinal)
            .Replace("repository-folder", name.Folder, StringComparison.Ordinal)
            .Replace("PlatformVersion", PlatformVersion.Text, StringComparison.Ordinal)
            .Replace("PackageFolder", packageFolder, StringComparison.Ordinal);
        return
        [
            .. Read().Where(file => packageFolder is not null || file.Path != Feeds)
                .Select(file => (Path: Replace(file.Path), Content: Replace(file.Content)))
                .Append((Path: Settings, Content: LakeSettings.JsonSchema))
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ];
    }

    /// <summary>Writes files below a folder, which is made.</summary>
    public static async Task WriteAsync(string folder, IEnumerable<(string Path, string Content)> files, CancellationToken ct)
    {
        foreach (var (path, content) in files)
        {
            var target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllTextAsync(target, content, ct);
        }
    }

    private static IEnumerable<(string Path, string Content)> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(r => r.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var path = resource[Prefix.Length..].Replace('\\', '/');
            yield return (path.EndsWith(Ending, StringComparison.Ordinal) ? path[..^Ending.Length] : path, reader.ReadToEnd());
        }
    }
}
