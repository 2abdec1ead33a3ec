using System.Globalization;
using System.Text.Json.Nodes;
using Lakehouse.Engine;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Pipelines.Internal.Training;

/// <summary>The manifest of a training set, as its commit keeps it.</summary>
internal sealed class ManifestWriter(string name, TrainingInputs inputs, DateTimeOffset builtAt)
{
    public const int Format = 2;

    public static string ModeName(TrainingMode mode) => mode switch
    {
        TrainingMode.AsKnown => "as_known",
        TrainingMode.AsOf => "as_of",
        _ => "latest",
    };

    /// <param name="digest">Digest of the rows.</param>
    /// <param name="fitted">What was fitted on them; null where the set needs no fit.</param>
    public string Write(TrainingDigest digest, SetFit? fitted)
    {
        var spine = inputs.Spine!;
        var manifest = new JsonObject
        {
            ["training_manifest"] = Format,
            ["name"] = name,
            ["set"] = inputs.Set.Id.ToString(),
            ["set_hash"] = inputs.SetHash,
            ["mode"] = ModeName(inputs.Mode),
            ["serving_delay_micros"] = inputs.ServingDelayMicros,
            ["allow_stale"] = inputs.AllowStale,
            ["include_status"] = inputs.IncludeStatus,
            ["include_event_time"] = inputs.IncludeEventTime,
            ["views"] = new JsonArray([.. inputs.Views.Select(View)]),
            ["spine"] = new JsonObject
            {
                ["table"] = spine.Name,
                ["version"] = spine.Version,
                ["sha256"] = spine.Sha256,
                ["rows"] = spine.Rows,
                ["columns"] = new JsonArray([.. spine.Columns.Select(c => (JsonNode)c)]),
            },
            ["features"] = new JsonArray([.. inputs.Set.Members.SelectMany(Features)]),
            ["rows"] = digest.Rows,
            ["digest"] = digest.Sha256,
            ["digest_format"] = TrainingDigest.ColumnFormat,
            ["engine_software"] = RunDetails.SoftwareVersion,
            ["built_at"] = RunDetails.Instant((builtAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond),
        };
        if (inputs.Split is { } split) manifest["fit_split"] = Split(split);
        if (fitted is { } fit) manifest["fit"] = new JsonObject { ["sha256"] = fit.Hash, ["parameters"] = JsonNode.Parse(fit.Json) };
        return manifest.ToJsonString();
    }

    private static JsonObject Split(FitSplit split)
    {
        var node = new JsonObject { ["share"] = split.Share.ToString("R", CultureInfo.InvariantCulture), ["seed"] = split.Seed };
        if (split.Column is { } column) node["column"] = column;
        return node;
    }

    private static JsonNode View(TrainingView view) => new JsonObject
    {
        ["view"] = view.View.Id.ToString(),
        ["hash"] = view.Hash,
        ["gold_version"] = view.Gold.Version,
        ["silver"] = view.SilverName,
        ["silver_version"] = view.SilverVersion,
    };

    private static IEnumerable<JsonNode> Features(SetMember member) => member.Columns.Select(c => (JsonNode)$"{member.View.Id.Name}.{c.Name}");
}
