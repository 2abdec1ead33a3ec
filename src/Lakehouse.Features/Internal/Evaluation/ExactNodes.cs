using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Evaluation;

/// <summary>Arithmetic of int64 and decimal: wide inside, checked where the value leaves it.</summary>
internal static class ExactNodes
{
    /// <summary>True for expressions whose value may be wider than their type until it is checked.</summary>
    internal static bool IsExact(Expr expression) => expression is CallExpr { Type.IsExact: true } call && call.Function is
        Function.Add or Function.Subtract or Function.Multiply or Function.Negate or Function.Abs or Function.Remainder or Function.ToDecimal
        or Function.If or Function.Coalesce or Function.MicrosBetween;

    internal static RowFunction Checked(NodeCompiler compiler, CallExpr call)
    {
        if (call.Type.Kind == TypeKind.Int64 && call.Arguments is [var first, var second] && call.Arguments.All(a => a.Type.Kind == TypeKind.Int64)
            && compiler.TryLeaf(first) is { } left && compiler.TryLeaf(second) is { } right
            && Narrow(call, left, right) is { } narrow)
        {
            return narrow;
        }

        var wide = Compile(compiler, call);
        return row =>
        {
            if (!wide(row, out var value)) return Value.Null;
            return Wide.Fits(value, call.Type) ? Value.Int64((long)value) : throw NodeCompiler.Overflow(call);
        };
    }

    internal static WideFunction Compile(NodeCompiler compiler, Expr expression)
    {
        if (!expression.Type.IsExact) throw new DefinitionException($"{expression} is {expression.Type}, where int64 or decimal is needed.");
        if (compiler.TryLeaf(expression) is { } leaf) return Lift(leaf.Read);
        if (!IsExact(expression)) return Lift(compiler.Compile(expression));
        var call = (CallExpr)expression;
        return call.Function switch
        {
            Function.Add => Aligned(compiler, call, Wide.Add),
            Function.Subtract => Aligned(compiler, call, Wide.Subtract),
            Function.Multiply when call.Arguments[0].Type.Scale + call.Arguments[1].Type.Scale == call.Type.Scale
                => Combine(Compile(compiler, call.Arguments[0]), Compile(compiler, call.Arguments[1]), Wide.Multiply),
            Function.Negate => Map(Scaled(compiler, call, 0), Wide.Negate),
            Function.Abs => Map(Scaled(compiler, call, 0), static x => x < 0 ? Wide.Negate(x) : x),
            Function.ToDecimal => Scaled(compiler, call, 0),
            Function.Remainder when call.Type.Kind == TypeKind.Int64 => Remainder(Compile(compiler, call.Arguments[0]), Compile(compiler, call.Arguments[1])),
            Function.MicrosBetween => Combine(Lift(compiler.Compile(call.Arguments[0])), Lift(compiler.Compile(call.Arguments[1])), Wide.Subtract),
            Function.If => Choose(compiler.Compile(call.Arguments[0]), Scaled(compiler, call, 1), Scaled(compiler, call, 2)),
            Function.Coalesce => Enumerable.Range(0, call.Arguments.Length).Select(i => Scaled(compiler, call, i)).Reverse().Aggregate((rest, next) => FirstOf(next, rest)),
            _ => throw NodeCompiler.Unfit(call),
        };
    }

    /// <summary>Both operands brought to the scale of the result, once both are there: beside a NULL nothing can become too wide.</summary>
    private static WideFunction Aligned(NodeCompiler compiler, CallExpr call, Func<Int128, Int128, Int128> combine)
    {
        Expr first = call.Arguments[0], second = call.Arguments[1];
        if (first.Type.Scale == call.Type.Scale && second.Type.Scale == call.Type.Scale) return Combine(Scaled(compiler, call, 0), Scaled(compiler, call, 1), combine);
        if (first.Type.Scale > call.Type.Scale || second.Type.Scale > call.Type.Scale) throw NodeCompiler.Unfit(call);
        Int128 firstFactor = Wide.PowerOfTen(call.Type.Scale - first.Type.Scale), secondFactor = Wide.PowerOfTen(call.Type.Scale - second.Type.Scale);
        return Combine(Compile(compiler, first), Compile(compiler, second), (x, y) => combine(Wide.Multiply(x, firstFactor), Wide.Multiply(y, secondFactor)));
    }

    /// <summary>The operand brought to the scale of the result.</summary>
    private static WideFunction Scaled(NodeCompiler compiler, CallExpr call, int index)
    {
        var operand = call.Arguments[index];
        if (operand is LiteralExpr { Value.IsNull: true }) return (ReadOnlySpan<Value> _, out Int128 value) => { value = default; return false; };
        var wide = Compile(compiler, operand);
        var steps = call.Type.Scale - operand.Type.Scale;
        if (steps < 0) throw NodeCompiler.Unfit(call);
        if (steps == 0) return wide;
        var factor = Wide.PowerOfTen(steps);
        return Map(wide, x => Wide.Multiply(x, factor));
    }

    private static RowFunction? Narrow(CallExpr call, Leaf left, Leaf right) => call.Function switch
    {
        Function.Add => row =>
        {
            Value a = left.Read(row), b = right.Read(row);
            if (a.IsNull || b.IsNull) return Value.Null;
            long x = a.AsInt64, y = b.AsInt64, sum = x + y;
            return ((x ^ sum) & (y ^ sum)) < 0 ? throw NodeCompiler.Overflow(call) : Value.Int64(sum);
        },
        Function.Subtract => row =>
        {
            Value a = left.Read(row), b = right.Read(row);
            if (a.IsNull || b.IsNull) return Value.Null;
            long x = a.AsInt64, y = b.AsInt64, difference = x - y;
            return ((x ^ y) & (x ^ difference)) < 0 ? throw NodeCompiler.Overflow(call) : Value.Int64(difference);
        },
        Function.Multiply => row =>
        {
            Value a = left.Read(row), b = right.Read(row);
            if (a.IsNull || b.IsNull) return Value.Null;
            var high = Math.BigMul(a.AsInt64, b.AsInt64, out var product);
            return high == product >> 63 ? Value.Int64(product) : throw NodeCompiler.Overflow(call);
        },
        _ => null,
    };

    private static WideFunction Lift(RowFunction function) => (ReadOnlySpan<Value> row, out Int128 value) =>
    {
        var narrow = function(row);
        value = narrow.AsInt64;
        return !narrow.IsNull;
    };

    private static WideFunction Map(WideFunction operand, Func<Int128, Int128> map) => (ReadOnlySpan<Value> row, out Int128 value) =>
    {
        if (!operand(row, out value)) return false;
        value = map(value);
        return true;
    };

    private static WideFunction Combine(WideFunction left, WideFunction right, Func<Int128, Int128, Int128> combine) => (ReadOnlySpan<Value> row, out Int128 value) =>
    {
        if (!left(row, out value) | !right(row, out var other)) return false;
        value = combine(value, other);
        return true;
    };

    private static WideFunction Remainder(WideFunction left, WideFunction right) => (ReadOnlySpan<Value> row, out Int128 value) =>
    {
        if (!left(row, out value) | !right(row, out var divisor) || divisor == 0) return false;
        value = divisor == -1 ? 0 : value % divisor;
        return true;
    };

    private static WideFunction Choose(RowFunction condition, WideFunction then, WideFunction otherwise) => (ReadOnlySpan<Value> row, out Int128 value) =>
        condition(row) is { IsNull: false, AsBool: true } ? then(row, out value) : otherwise(row, out value);

    private static WideFunction FirstOf(WideFunction first, WideFunction rest) => (ReadOnlySpan<Value> row, out Int128 value) => first(row, out value) || rest(row, out value);
}
