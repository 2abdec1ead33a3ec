using System.Text.RegularExpressions;
using Lakehouse.Catalog;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Internal.Training;

/// <summary>Where training sets lie: <c>training/name</c> with the manifest in its commit, and <c>training/name.spine</c> beside it.</summary>
internal static partial class TrainingStore
{
    private const string Prefix = "training/";
    private const string SpineSuffix = ".spine";

    public static string TableName(string name) => $"{Prefix}{name}";

    public static string SpineName(string name) => $"{Prefix}{name}{SpineSuffix}";

    /// <exception cref="JobException">The name could not be a directory of the lake.</exception>
    public static void CheckName(string name)
    {
        if (!Legal().IsMatch(name) || name.EndsWith(SpineSuffix, StringComparison.Ordinal))
            throw new JobException(
                2,
                $"'{name}' cannot name a training set: use lower-case letters, digits, '_', '-' and '.', begin with a letter or digit, and do not end with {SpineSuffix}.");
    }

    /// <summary>Names of all sets that a build was begun for, in order: it pins its spine before anything else.</summary>
    public static IEnumerable<string> Names(IEnumerable<Pin> pins) => pins.Select(p => p.Table)
        .Where(t => t.StartsWith(Prefix, StringComparison.Ordinal) && t.EndsWith(SpineSuffix, StringComparison.Ordinal))
        .Select(t => t[Prefix.Length..^SpineSuffix.Length]).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The manifest of the newest build; null when there is none.</summary>
    public static async Task<TrainingManifest?> TryReadAsync(Lake lake, string name, CancellationToken ct)
    {
        var table = lake.Training(name);
        if (!await table.ExistsAsync(ct)) return null;
        await foreach (var commit in table.GetHistoryAsync(ct))
        {
            if (ManifestReader.TryRead(commit.UserMetadata, name, commit.Version) is { } manifest) return manifest;
        }

        return null;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9_.-]{0,127}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Legal();
}
