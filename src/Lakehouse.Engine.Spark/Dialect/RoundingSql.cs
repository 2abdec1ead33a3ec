using Lakehouse.Features;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>From double to exact numbers.</summary>
internal static class RoundingSql
{
    private const string Int64Limit = "9.223372036854775808E18D";

    internal static Piece Compile(ExprEmitter emitter, CallExpr call)
    {
        if (call.Arguments[0].Type.Kind != TypeKind.Double) throw ExprEmitter.Unfit(call);
        switch (call.Function)
        {
            case Function.Floor when call.Type.Kind == TypeKind.Int64: return Whole(emitter, call, "floor");
            case Function.Ceiling when call.Type.Kind == TypeKind.Int64: return Whole(emitter, call, "ceil");
            case Function.Quantize when call.Arguments is [_, LiteralExpr { Value.IsNull: false } scale] && scale.Value.AsInt64 == call.Type.Scale:
                var unscaled = Quantized(emitter, call);
                return unscaled with { Value = ExactSql.Scaled(emitter.Pool, unscaled.Value, call.Type) };
            default: throw ExprEmitter.Unfit(call);
        }
    }

    /// <summary>The unscaled integer of Quantize, as BIGINT.</summary>
    /// <remarks>Guards in the order of semantics §5: infinities are NULL (NaN is already), then the product decides on overflow, then it is rounded half-even.</remarks>
    internal static Piece Quantized(ExprEmitter emitter, CallExpr call)
    {
        var pool = emitter.Pool;
        var operand = emitter.Compile(call.Arguments[0]);
        var product = pool.Of($"(CASE WHEN abs({operand.Value}) <= {SqlText.Double(double.MaxValue)} THEN {operand.Value} END * 1E{call.Type.Scale}D)");
        var value = pool.Of($"CAST(rint(CASE WHEN abs({product}) < 1E18D THEN {product} END) AS BIGINT)");
        return new(value, operand.Flags.With(pool, pool.Of($"coalesce(abs({product}) >= 1E18D, FALSE)")));
    }

    private static Piece Whole(ExprEmitter emitter, CallExpr call, string function)
    {
        var pool = emitter.Pool;
        var operand = emitter.Compile(call.Arguments[0]);
        var fits = pool.Of($"({operand.Value} >= -{Int64Limit} AND {operand.Value} < {Int64Limit})");
        var value = pool.Of($"{function}(CASE WHEN {fits} THEN {operand.Value} END)");
        return new(value, operand.Flags.With(pool, pool.Of($"(NOT coalesce({fits}, TRUE))")));
    }
}
