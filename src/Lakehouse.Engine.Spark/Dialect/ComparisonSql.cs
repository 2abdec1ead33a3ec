using Lakehouse.Features;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Evaluation;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>Comparisons: NULL on a NULL operand; exact numbers by their exact values, text by UTF-8 bytes.</summary>
internal static class ComparisonSql
{
    internal static Piece Compile(ExprEmitter emitter, CallExpr call)
    {
        var pool = emitter.Pool;
        Expr first = call.Arguments[0], second = call.Arguments[1];
        var sign = Sign(call);
        if (first is LiteralExpr { Value.IsNull: true } || second is LiteralExpr { Value.IsNull: true }) return new(pool.Of($"CAST(NULL AS BOOLEAN)"));
        if (first.Type.IsNumeric && second.Type.IsNumeric) return Numbers(emitter, first, second, sign);
        var isList = first.Type.Kind == TypeKind.DoubleList;
        if (first.Type.Kind != second.Type.Kind || (isList && call.Function is not (Function.Equal or Function.NotEqual))) throw ExprEmitter.Unfit(call);
        Piece x = emitter.Compile(first), y = emitter.Compile(second);
        var flags = Flags.All(pool, x.Flags, y.Flags);

        // Spark's comparison of arrays takes -0.0 for 0.0; their texts differ for all lists that differ.
        return isList
            ? new(pool.Of($"(CAST({x.Value} AS STRING) {sign} CAST({y.Value} AS STRING))"), flags)
            : new(pool.Of($"({x.Value} {sign} {y.Value})"), flags);
    }

    private static Piece Numbers(ExprEmitter emitter, Expr first, Expr second, string sign)
    {
        var pool = emitter.Pool;
        if (first.Type.IsExact && second.Type.IsExact && (ExactNodes.IsExact(first) || ExactNodes.IsExact(second)))
        {
            var (a, b) = ExactSql.Aligned(emitter, first, second, Math.Max(first.Type.Scale, second.Type.Scale));
            WidePiece left = ExactSql.Settled(emitter, a), right = ExactSql.Settled(emitter, b);
            return new(pool.Of($"({left.Value} {sign} {right.Value})"), Flags.All(pool, left.Flags, right.Flags));
        }

        var isDouble = first.Type.Kind == TypeKind.Double || second.Type.Kind == TypeKind.Double;
        Piece x = isDouble ? DoubleSql.Operand(emitter, first) : emitter.Compile(first), y = isDouble ? DoubleSql.Operand(emitter, second) : emitter.Compile(second);
        return new(pool.Of($"({x.Value} {sign} {y.Value})"), Flags.All(pool, x.Flags, y.Flags));
    }

    private static string Sign(CallExpr call) => call.Function switch
    {
        Function.Equal => "=",
        Function.NotEqual => "<>",
        Function.Less => "<",
        Function.LessOrEqual => "<=",
        Function.Greater => ">",
        Function.GreaterOrEqual => ">=",
        _ => throw ExprEmitter.Unfit(call),
    };
}
