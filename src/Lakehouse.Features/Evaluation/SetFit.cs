using System.Text.Json;
using System.Text.Json.Nodes;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal.Json;

namespace Lakehouse.Features.Evaluation;

/// <summary>The fitted parameters of all transforms of a set: canonical JSON with a hash of its own.</summary>
public sealed class SetFit
{
    /// <summary>Number of the stored format.</summary>
    public const int Format = 1;

    private readonly Dictionary<string, JsonObject> transforms;

    private SetFit(JsonObject root)
    {
        Json = CanonicalJson.Write(root);
        Hash = DefinitionJson.Hash(Json);
        SetHash = root.Text("set_hash");
        transforms = root.Items("transforms").ToDictionary(t => t.Text("name"), StringComparer.Ordinal);
    }

    /// <summary>The canonical JSON.</summary>
    public string Json { get; }

    /// <summary>SHA-256 of <see cref="Json"/>, as <c>sha256:</c> and 64 hex digits.</summary>
    public string Hash { get; }

    /// <summary>Identity of the set's definition that was fitted.</summary>
    public string SetHash { get; }

    /// <summary>Reads what <see cref="Json"/> holds.</summary>
    /// <exception cref="FormatException">The text is no fit of this format.</exception>
    public static SetFit Parse(string json)
    {
        try
        {
            var root = JsonNode.Parse(json) as JsonObject ?? throw new FormatException("A fit is not a JSON object.");
            return root.Number("fit_format") == Format ? new(root) : throw new FormatException($"The fit has format {root.Number("fit_format")}; this software reads format {Format}.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"A fit is not JSON: {e.Message}", e);
        }
    }

    internal static SetFit Create(SetDefinition set, string setHash, FitSplit? split, long rows, IEnumerable<JsonObject> fitted) => new(new JsonObject
    {
        ["fit_format"] = Format,
        ["set"] = set.Id.ToString(),
        ["set_hash"] = setHash,
        ["rows"] = rows,
        ["transforms"] = fitted.ToJson(),
    }.With("split", split is null ? null : SplitJson(split)));

    internal static JsonObject Transform(SetTransform transform, JsonObject parameters) =>
        new() { ["name"] = transform.Name, ["fit"] = FitJson.Write(transform.Fit!), ["parameters"] = parameters };

    /// <exception cref="FitException">The fit lacks the transform, or fitted another kind.</exception>
    internal JsonObject ParametersOf(SetTransform transform)
    {
        if (!transforms.TryGetValue(transform.Name, out var found) || CanonicalJson.Write(found["fit"]) != CanonicalJson.Write(FitJson.Write(transform.Fit!)))
            throw new FitException($"The fit {Hash} does not hold transform {transform.Name} as the set defines it; build a training set of this set version.");
        return found.Child("parameters");
    }

    private static JsonObject SplitJson(FitSplit split) => new JsonObject
    {
        ["share"] = Internal.EcmaNumber.Text(split.Share),
        ["seed"] = split.Seed,
    }.With("column", split.Column);
}
