using System.Text.Json.Nodes;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Features.Internal.Fits;

/// <summary>The kinds of fits: what accumulates their rows, and what their parameters compile to.</summary>
internal static class FittedKinds
{
    /// <exception cref="FitException">The label's type has no exact sum.</exception>
    internal static FitAccumulator Begin(SetTransform transform, DataType? label) => transform.Fit switch
    {
        StandardizeFit => new MomentAccumulator(transform),
        MinMaxFit => new RangeAccumulator(transform.Value.Type),
        RobustFit => new QuantileAccumulator(transform.Value.Type, 4),
        QuantilesFit quantiles => new QuantileAccumulator(transform.Value.Type, quantiles.Buckets),
        FrequencyFit => new CategoryAccumulator(transform.Value.Type, top: null),
        OneHotFit oneHot => new CategoryAccumulator(transform.Value.Type, oneHot.Top),
        TargetFit target => new TargetAccumulator(transform, target, label!.Value),
        _ => throw new InvalidOperationException($"No fit of {transform.Name}."),
    };

    internal static RowFunction Compile(SetTransform transform, JsonObject? parameters, IReadOnlyList<Field> row) => transform.Fit switch
    {
        null => ExpressionCompiler.Compile(transform.Value, row),
        StandardizeFit or MinMaxFit or RobustFit => ExpressionCompiler.Compile(Scaling.Expression(transform, parameters!), row),
        QuantilesFit => ExpressionCompiler.Compile(Scaling.Buckets(transform, parameters!), row),
        FrequencyFit => Encodings.Frequency(transform, parameters!, row),
        OneHotFit oneHot => Encodings.OneHot(transform, oneHot, parameters!, row),
        TargetFit target => Encodings.Target(transform, target, parameters!, row),
        _ => throw new InvalidOperationException($"No formula for {transform.Name}."),
    };
}
