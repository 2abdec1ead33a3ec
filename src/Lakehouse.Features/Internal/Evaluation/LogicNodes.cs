using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Evaluation;

/// <summary>Three-valued logic and choice.</summary>
internal static class LogicNodes
{
    internal static RowFunction Compile(NodeCompiler compiler, CallExpr call)
    {
        if (call.Function == Function.IsNull) return IsNull(compiler, call.Arguments[0]);
        var parts = call.Arguments.Select(compiler.Compile).ToArray();
        return call.Function switch
        {
            Function.And => parts.Aggregate(And),
            Function.Or => parts.Aggregate(Or),
            Function.Not => Not(parts[0]),
            Function.Coalesce => parts.Reverse().Aggregate((rest, next) => FirstOf(next, rest)),
            Function.If => Choose(parts[0], parts[1], parts[2]),
            _ => throw NodeCompiler.Unfit(call),
        };
    }

    private static RowFunction IsNull(NodeCompiler compiler, Expr operand)
    {
        if (operand.Type.IsExact)
        {
            var wide = ExactNodes.Compile(compiler, operand);
            return row => Value.Bool(!wide(row, out _));
        }

        var value = compiler.Compile(operand);
        return row => Value.Bool(value(row).IsNull);
    }

    private static RowFunction And(RowFunction left, RowFunction right) => row =>
    {
        var a = left(row);
        if (!a.IsNull && !a.AsBool) return a;
        var b = right(row);
        return a.IsNull && (b.IsNull || b.AsBool) ? a : b;
    };

    private static RowFunction Or(RowFunction left, RowFunction right) => row =>
    {
        var a = left(row);
        if (!a.IsNull && a.AsBool) return a;
        var b = right(row);
        return a.IsNull && (b.IsNull || !b.AsBool) ? a : b;
    };

    private static RowFunction Not(RowFunction operand) => row => operand(row) is { IsNull: false } value ? Value.Bool(!value.AsBool) : Value.Null;

    private static RowFunction FirstOf(RowFunction first, RowFunction rest) => row => first(row) is { IsNull: false } value ? value : rest(row);

    private static RowFunction Choose(RowFunction condition, RowFunction then, RowFunction otherwise) => row =>
        condition(row) is { IsNull: false, AsBool: true } ? then(row) : otherwise(row);
}
