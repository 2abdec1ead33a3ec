using System.Globalization;
using System.Text.Json;
using Lakehouse.Catalog;
using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Internal.Training;

/// <summary>Reads what <see cref="ManifestWriter"/> writes.</summary>
internal static class ManifestReader
{
    /// <summary>The manifest, or null when the commit's text is none.</summary>
    public static TrainingManifest? TryRead(string? json, string name, long version)
    {
        if (json is null || !json.StartsWith("{\"training_manifest\":", StringComparison.Ordinal)) return null;
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.GetProperty("training_manifest").GetInt32() is < 1 or > ManifestWriter.Format)
            throw new JobException(1, $"The manifest of training set {name} has a format that this software does not read. Use the software that wrote it.");
        var views = root.GetProperty("views").EnumerateArray()
            .Select(v => (Id: VersionedName.Parse(Text(v, "view")), Gold: v.GetProperty("gold_version").GetInt64(), Silver: v.GetProperty("silver_version").GetInt64()))
            .ToList();
        var spine = root.GetProperty("spine");
        return new(
            name, version, VersionedName.Parse(Text(root, "set")), Text(root, "set_hash"), Mode(Text(root, "mode")),
            views.ToDictionary(v => v.Id, v => v.Gold), views.ToDictionary(v => v.Id, v => v.Silver),
            $"{Text(spine, "table")}@{spine.GetProperty("version").GetInt64()} sha256:{Text(spine, "sha256")}", Text(root, "digest"), root.GetProperty("rows").GetInt64(), json)
        {
            Fit = root.TryGetProperty("fit", out var fit) ? SetFit.Parse(fit.GetProperty("parameters").GetRawText()) : null,
        };
    }

    /// <summary>What a rebuild needs beyond the manifest's own members.</summary>
    public static (SpineTable Spine, long ServingDelayMicros, bool AllowStale, bool IncludeStatus, bool IncludeEventTime) Parameters(TrainingManifest manifest)
    {
        using var document = JsonDocument.Parse(manifest.Json);
        var root = document.RootElement;
        var spine = root.GetProperty("spine");
        return (
            new(
                Text(spine, "table"), spine.GetProperty("version").GetInt64(), Text(spine, "sha256"), spine.GetProperty("rows").GetInt64(),
                [.. spine.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!)]),
            root.GetProperty("serving_delay_micros").GetInt64(), root.GetProperty("allow_stale").GetBoolean(), root.GetProperty("include_status").GetBoolean(),
            root.GetProperty("include_event_time").GetBoolean());
    }

    /// <summary>The table versions that the set needs and should have pinned.</summary>
    public static IReadOnlyList<Pin> Pins(TrainingManifest manifest)
    {
        using var document = JsonDocument.Parse(manifest.Json);
        var views = document.RootElement.GetProperty("views");
        var owner = TrainingStore.TableName(manifest.Name);
        var spine = Parameters(manifest).Spine;
        return
        [
            .. views.EnumerateArray().Select(v => new Pin($"gold/{Text(v, "view")}", v.GetProperty("gold_version").GetInt64(), owner)),
            .. views.EnumerateArray().Select(v => new Pin(Text(v, "silver"), v.GetProperty("silver_version").GetInt64(), owner)).Distinct(),
            new Pin(spine.Name, spine.Version, owner), new Pin(owner, manifest.Version, owner),
        ];
    }

    /// <summary>The rows that the transforms were fitted on; null for all.</summary>
    public static FitSplit? Split(TrainingManifest manifest)
    {
        using var document = JsonDocument.Parse(manifest.Json);
        if (!document.RootElement.TryGetProperty("fit_split", out var split)) return null;
        return new(
            double.Parse(Text(split, "share"), NumberStyles.Float, CultureInfo.InvariantCulture), Text(split, "seed"),
            split.TryGetProperty("column", out var column) ? column.GetString() : null);
    }

    /// <summary>How the digest was computed.</summary>
    public static int DigestFormat(TrainingManifest manifest)
    {
        using var document = JsonDocument.Parse(manifest.Json);
        return document.RootElement.TryGetProperty("digest_format", out var format) ? format.GetInt32() : TrainingDigest.RowFormat;
    }

    private static string Text(JsonElement node, string name) => node.GetProperty(name).GetString()!;

    private static TrainingMode Mode(string name) => Enum.GetValues<TrainingMode>().First(m => ManifestWriter.ModeName(m) == name);
}
