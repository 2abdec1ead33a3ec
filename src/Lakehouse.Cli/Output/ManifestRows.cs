using Lakehouse.Pipelines.Training;

namespace Lakehouse.Cli.Output;

/// <summary>Training sets as rows.</summary>
internal static class ManifestRows
{
    public static IReadOnlyList<OutputColumn> Columns { get; } =
    [
        OutputColumn.Text("name"), OutputColumn.Text("set"), OutputColumn.Text("mode"), OutputColumn.Number("rows"), OutputColumn.Number("version"),
        OutputColumn.Text("gold"), OutputColumn.Text("digest"),
    ];

    public static object?[] Of(TrainingManifest manifest) =>
    [
        manifest.Name, manifest.Set.ToString(), ModeText(manifest), manifest.Rows, manifest.Version,
        string.Join(", ", manifest.GoldVersions.OrderBy(v => v.Key.ToString(), StringComparer.Ordinal).Select(v => FormattableString.Invariant($"{v.Key}={v.Value}"))),
        manifest.Digest,
    ];

    private static string ModeText(TrainingManifest manifest) => manifest.Mode switch
    {
        Engine.TrainingMode.AsKnown => "as_known",
        Engine.TrainingMode.AsOf => "as_of",
        _ => "latest",
    };
}
