using System.Security;

namespace Lakehouse.Cli.New;

/// <summary>A local folder of packages that a new repository takes the platform from.</summary>
internal static class PackageFolder
{
    private const string Language = "Lakehouse.Features";

    /// <summary>The folder's full path as text for XML.</summary>
    /// <exception cref="UsageException">It does not exist, or lacks the packages of this command's version.</exception>
    public static string Check(string folder)
    {
        if (!Directory.Exists(folder)) throw new UsageException($"--packages: folder '{folder}' does not exist; './lakehouse pack --out {folder}' in a clone of the platform makes it.");
        var wanted = $"{Language}.{PlatformVersion.Text}.nupkg";
        if (!File.Exists(Path.Combine(folder, wanted)))
        {
            var found = Directory.GetFiles(folder, $"{Language}.*.nupkg").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
            throw new UsageException(
                $"--packages: folder '{folder}' lacks {wanted}, the version of this command ({(found.Count == 0 ? "it has none" : "it has " + string.Join(", ", found))}); "
                + $"'./lakehouse pack --out {folder}' in a clone of that version makes it.");
        }

        return SecurityElement.Escape(Path.GetFullPath(folder));
    }
}
