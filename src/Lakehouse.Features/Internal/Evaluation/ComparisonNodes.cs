using System.Numerics;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Evaluation;

/// <summary>Comparisons: NULL on a NULL operand; exact numbers by their exact values, text by UTF-8 bytes.</summary>
internal static class ComparisonNodes
{
    internal static RowFunction Compile(NodeCompiler compiler, CallExpr call) => call.Function switch
    {
        Function.Equal => Compile<Equal>(compiler, call),
        Function.NotEqual => Compile<NotEqual>(compiler, call),
        Function.Less => Compile<Less>(compiler, call),
        Function.LessOrEqual => Compile<LessOrEqual>(compiler, call),
        Function.Greater => Compile<Greater>(compiler, call),
        Function.GreaterOrEqual => Compile<GreaterOrEqual>(compiler, call),
        _ => throw NodeCompiler.Unfit(call),
    };

    private static RowFunction Compile<TOperator>(NodeCompiler compiler, CallExpr call)
        where TOperator : IOperator
    {
        Expr first = call.Arguments[0], second = call.Arguments[1];
        if (first is LiteralExpr { Value.IsNull: true } || second is LiteralExpr { Value.IsNull: true }) return static _ => Value.Null;
        if (first.Type.IsNumeric && second.Type.IsNumeric) return Numeric<TOperator>(compiler, first, second);
        if (first.Type.Kind != second.Type.Kind) throw NodeCompiler.Unfit(call);
        return first.Type.Kind switch
        {
            TypeKind.String => Ordered<TOperator>(compiler, call, static (a, b) => Utf8Order.Comparer.Compare(a.AsString, b.AsString)),
            TypeKind.Binary => Ordered<TOperator>(compiler, call, static (a, b) => a.AsBinary.AsSpan().SequenceCompareTo(b.AsBinary)),
            TypeKind.DoubleList when call.Function is Function.Equal or Function.NotEqual => Ordered<TOperator>(compiler, call, static (a, b) => a == b ? 0 : 1),
            TypeKind.DoubleList => throw NodeCompiler.Unfit(call),
            _ => Scalar<TOperator>(compiler, first, second),
        };
    }

    private static RowFunction Numeric<TOperator>(NodeCompiler compiler, Expr first, Expr second)
        where TOperator : IOperator
    {
        if (first.Type.Kind == TypeKind.Double || second.Type.Kind == TypeKind.Double)
        {
            RowFunction x = DoubleNodes.Operand(compiler, first), y = DoubleNodes.Operand(compiler, second);
            return row =>
            {
                Value a = x(row), b = y(row);
                return a.IsNull || b.IsNull ? Value.Null : Value.Bool(TOperator.Holds(a.AsDouble, b.AsDouble));
            };
        }

        if (first.Type.Scale == second.Type.Scale && !ExactNodes.IsExact(first) && !ExactNodes.IsExact(second)) return Scalar<TOperator>(compiler, first, second);
        WideFunction left = ExactNodes.Compile(compiler, first), right = ExactNodes.Compile(compiler, second);
        var scale = Math.Max(first.Type.Scale, second.Type.Scale);
        Int128 leftFactor = Wide.PowerOfTen(scale - first.Type.Scale), rightFactor = Wide.PowerOfTen(scale - second.Type.Scale);
        return row =>
        {
            if (!left(row, out var a) | !right(row, out var b)) return Value.Null;
            return Value.Bool(TOperator.Holds(Wide.Multiply(a, leftFactor), Wide.Multiply(b, rightFactor)));
        };
    }

    private static RowFunction Scalar<TOperator>(NodeCompiler compiler, Expr first, Expr second)
        where TOperator : IOperator
    {
        if (compiler.TryLeaf(first) is { } left && compiler.TryLeaf(second) is { } right)
        {
            return row =>
            {
                Value a = left.Read(row), b = right.Read(row);
                return a.IsNull || b.IsNull ? Value.Null : Value.Bool(TOperator.Holds(a.AsInt64, b.AsInt64));
            };
        }

        RowFunction x = compiler.Compile(first), y = compiler.Compile(second);
        return row =>
        {
            Value a = x(row), b = y(row);
            return a.IsNull || b.IsNull ? Value.Null : Value.Bool(TOperator.Holds(a.AsInt64, b.AsInt64));
        };
    }

    private static RowFunction Ordered<TOperator>(NodeCompiler compiler, CallExpr call, Comparison<Value> compare)
        where TOperator : IOperator
    {
        RowFunction x = compiler.Compile(call.Arguments[0]), y = compiler.Compile(call.Arguments[1]);
        return row =>
        {
            Value a = x(row), b = y(row);
            return a.IsNull || b.IsNull ? Value.Null : Value.Bool(TOperator.Holds(compare(a, b), 0));
        };
    }

    private interface IOperator
    {
        static abstract bool Holds<T>(T left, T right)
            where T : IComparisonOperators<T, T, bool>;
    }

    private readonly struct Equal : IOperator
    {
        public static bool Holds<T>(T left, T right)
            where T : IComparisonOperators<T, T, bool> => left == right;
    }

    private readonly struct NotEqual : IOperator
    {
        public static bool Holds<T>(T left, T right)
            where T : IComparisonOperators<T, T, bool> => left != right;
    }

    private readonly struct Less : IOperator
    {
        public static bool Holds<T>(T left, T right)
            where T : IComparisonOperators<T, T, bool> => left < right;
    }

    private readonly struct LessOrEqual : IOperator
    {
        public static bool Holds<T>(T left, T right)
            where T : IComparisonOperators<T, T, bool> => left <= right;
    }

    private readonly struct Greater : IOperator
    {
        public static bool Holds<T>(T left, T right)
            where T : IComparisonOperators<T, T, bool> => left > right;
    }

    private readonly struct GreaterOrEqual : IOperator
    {
        public static bool Holds<T>(T left, T right)
            where T : IComparisonOperators<T, T, bool> => left >= right;
    }
}
