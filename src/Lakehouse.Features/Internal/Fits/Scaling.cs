using System.Text.Json.Nodes;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Json;
using Lakehouse.Features.Internal.Transforms;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Fits;

/// <summary>Fitted scaling and bucketing as expressions: the parameters become literals.</summary>
internal static class Scaling
{
    private const int MedianAt = 1;

    /// <summary>(x − center) / spread in doubles; 0 for a spread of zero, NULL for NULL and where nothing was fitted.</summary>
    internal static Expr Expression(SetTransform transform, JsonObject parameters)
    {
        var (center, spread) = transform.Fit switch
        {
            StandardizeFit => (Parameters.ReadValue(parameters, "center", DataType.Double), Parameters.ReadValue(parameters, "spread", DataType.Double)),
            MinMaxFit => Range(Parameters.ReadValue(parameters, "min", transform.Value.Type), Parameters.ReadValue(parameters, "max", transform.Value.Type), transform.Value.Type),
            _ => Robust(Quantiles(transform, parameters), transform.Value.Type),
        };
        if (center.IsNull) return new LiteralExpr(Value.Null, DataType.Double);
        if (spread.AsDouble == 0) return TransformMethods.IfKnown(transform.Value, TransformMethods.Real(0));
        var difference = Typing.Call(Function.Subtract, DataType.Double, Typing.ToDouble(transform.Value), TransformMethods.Real(center.AsDouble));
        var scaled = Typing.Call(Function.Divide, DataType.Double, difference, TransformMethods.Real(spread.AsDouble));
        return transform.Fit is MinMaxFit { Clip: true } ? Clipped(scaled) : scaled;
    }

    /// <summary>The number of quantiles at or below the value.</summary>
    internal static Expr Buckets(SetTransform transform, JsonObject parameters)
    {
        var type = transform.Value.Type;
        Expr[] boundaries = [.. Quantiles(transform, parameters).Select(q => new LiteralExpr(q, type))];
        return boundaries.Length == 0
            ? new LiteralExpr(Value.Null, DataType.Int64)
            : TransformMethods.IfKnown(transform.Value, Internal.Transforms.Buckets.Tree(transform.Value, boundaries, 0, boundaries.Length));
    }

    private static Value[] Quantiles(SetTransform transform, JsonObject parameters) =>
        [.. parameters.Array("quantiles").Select(q => ValueParse.Of(q!.GetValue<string>(), transform.Value.Type))];

    private static (Value Center, Value Spread) Robust(Value[] quartiles, DataType type) =>
        quartiles.Length == 0 ? (Value.Null, Value.Null) : (ToDouble(quartiles[MedianAt], type), Range(quartiles[0], quartiles[^1], type).Spread);

    private static (Value Center, Value Spread) Range(Value low, Value high, DataType type)
    {
        if (low.IsNull) return (Value.Null, Value.Null);
        var center = ToDouble(low, type);
        return (center, Value.Double(ToDouble(high, type).AsDouble - center.AsDouble));
    }

    private static Value ToDouble(Value value, DataType type) => type.Kind == TypeKind.Double ? value : Value.Double(Evaluation.DoubleNodes.ToDouble(value.AsInt64, type.Scale));

    private static CallExpr Clipped(Expr scaled)
    {
        Expr zero = TransformMethods.Real(0), one = TransformMethods.Real(1);
        var capped = Typing.Call(Function.If, DataType.Double, Typing.Call(Function.Greater, DataType.Bool, scaled, one), one, scaled);
        return Typing.Call(Function.If, DataType.Double, Typing.Call(Function.Less, DataType.Bool, scaled, zero), zero, capped);
    }
}
