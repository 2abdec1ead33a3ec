using System.Globalization;
using System.Text.Json;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Internal.Training;

/// <summary>What two manifests say differently.</summary>
internal static class ManifestDifference
{
    public static IReadOnlyList<TrainingFact> Facts(TrainingManifest left, TrainingManifest right)
    {
        var (a, b) = (Entries(left), Entries(right));
        return [.. a.Keys.Union(b.Keys).Select(k => new TrainingFact(k, SpineRow: null, a.GetValueOrDefault(k), b.GetValueOrDefault(k))).Where(f => f.Left != f.Right)];
    }

    private static Dictionary<string, string> Entries(TrainingManifest manifest)
    {
        using var document = JsonDocument.Parse(manifest.Json);
        var root = document.RootElement;
        var entries = new Dictionary<string, string>
        {
            ["set"] = manifest.Set.ToString(),
            ["set_hash"] = manifest.SetHash,
            ["mode"] = ManifestWriter.ModeName(manifest.Mode),
            ["rows"] = manifest.Rows.ToString(CultureInfo.InvariantCulture),
            ["digest"] = manifest.Digest,
            ["spine"] = root.GetProperty("spine").GetProperty("sha256").GetString()!,
        };
        foreach (var name in (string[])["serving_delay_micros", "allow_stale", "include_status", "include_event_time"]) entries[name] = root.GetProperty(name).GetRawText();
        foreach (var (view, version) in manifest.GoldVersions) entries[$"gold/{view}"] = version.ToString(CultureInfo.InvariantCulture);
        foreach (var (view, version) in manifest.SilverVersions) entries[$"silver of {view}"] = version.ToString(CultureInfo.InvariantCulture);
        return entries;
    }
}
