using System.Globalization;
using System.Text.Json.Nodes;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Features.Internal.Json;

/// <summary>Kinds of fits with their options as JSON.</summary>
internal static class FitJson
{
    internal static JsonObject Write(FitDefinition fit)
    {
        var node = new JsonObject { ["kind"] = fit.Kind, ["version"] = fit.Version };
        switch (fit)
        {
            case MinMaxFit minMax: node["clip"] = minMax.Clip; break;
            case OneHotFit oneHot: node["top"] = oneHot.Top; break;
            case QuantilesFit quantiles: node["buckets"] = quantiles.Buckets; break;
            case TargetFit target:
                node["label"] = target.Label;
                node["smoothing"] = EcmaNumber.Text(target.Smoothing);
                node["folds"] = target.Folds;
                node["seed"] = target.Seed;
                break;
        }

        return node;
    }

    internal static FitDefinition Read(JsonObject node)
    {
        FitDefinition fit = node.Text("kind") switch
        {
            "standardize" => new StandardizeFit(),
            "min_max" => new MinMaxFit(node.Flag("clip")),
            "robust" => new RobustFit(),
            "frequency" => new FrequencyFit(),
            "target" => new TargetFit(
                node.Text("label"), double.Parse(node.Text("smoothing"), NumberStyles.Float, CultureInfo.InvariantCulture), node.Number("folds"), node.Text("seed")),
            "one_hot" => new OneHotFit(node.Number("top")),
            "quantiles" => new QuantilesFit(node.Number("buckets")),
            var kind => throw new FormatException($"'{kind}' is no kind of fit."),
        };
        return node.Number("version") == fit.Version ? fit : throw new FormatException($"Fit {fit.Kind} has version {node.Number("version")}; this software knows version {fit.Version}.");
    }
}
