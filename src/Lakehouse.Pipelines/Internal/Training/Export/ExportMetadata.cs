using System.Globalization;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Internal.Training.Export;

/// <summary>What a file says of the training set that it was made of.</summary>
internal static class ExportMetadata
{
    public static IReadOnlyList<KeyValuePair<string, string>> Of(TrainingManifest manifest) =>
    [
        new("lakehouse.training_set", manifest.Name),
        new("lakehouse.version", manifest.Version.ToString(CultureInfo.InvariantCulture)),
        new("lakehouse.digest", "sha256:" + manifest.Digest),
        new("lakehouse.manifest", manifest.Json),
    ];
}
