using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Evaluation;

/// <summary>From double to exact numbers.</summary>
internal static class RoundingNodes
{
    /// <summary>2^63, the first double beyond int64.</summary>
    private const double Int64Limit = 9_223_372_036_854_775_808.0;

    internal static RowFunction Compile(NodeCompiler compiler, CallExpr call)
    {
        if (call.Arguments[0].Type.Kind != TypeKind.Double) throw NodeCompiler.Unfit(call);
        var operand = compiler.Compile(call.Arguments[0]);
        return call.Function switch
        {
            Function.Floor when call.Type.Kind == TypeKind.Int64 => Whole(call, operand, Math.Floor),
            Function.Ceiling when call.Type.Kind == TypeKind.Int64 => Whole(call, operand, Math.Ceiling),
            Function.Quantize when call.Arguments is [_, LiteralExpr { Value.IsNull: false } scale] && scale.Value.AsInt64 == call.Type.Scale => Quantize(call, operand),
            _ => throw NodeCompiler.Unfit(call),
        };
    }

    private static RowFunction Whole(CallExpr call, RowFunction operand, Func<double, double> round) => row =>
    {
        var value = operand(row);
        if (value.IsNull) return value;
        var whole = round(value.AsDouble);
        return whole is >= -Int64Limit and < Int64Limit ? Value.Int64((long)whole) : throw NodeCompiler.Overflow(call);
    };

    /// <remarks>Guards in the order of semantics §5: NaN and infinities are NULL, then the product decides on overflow, then it is rounded half-even.</remarks>
    private static RowFunction Quantize(CallExpr call, RowFunction operand)
    {
        var factor = ExactStatistics.PowerOfTen(call.Type.Scale);
        return row =>
        {
            var value = operand(row);
            if (value.IsNull || !double.IsFinite(value.AsDouble)) return Value.Null;
            var product = value.AsDouble * factor;
            return Math.Abs(product) < 1E18 ? Value.Int64((long)Math.Round(product, MidpointRounding.ToEven)) : throw NodeCompiler.Overflow(call);
        };
    }
}
