using System.Linq.Expressions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>C#'s operators with SQL's meaning.</summary>
internal static class Operators
{
    internal static CallExpr Translate(Translator translator, UnaryExpression node)
    {
        var operand = translator.Translate(node.Operand);
        return node.NodeType switch
        {
            ExpressionType.Not when operand.Type.Kind == TypeKind.Bool => Typing.Call(Function.Not, DataType.Bool, operand),
            ExpressionType.Negate or ExpressionType.NegateChecked when operand.Type.IsNumeric => Typing.Call(Function.Negate, operand.Type, operand),
            _ => throw translator.Scope.Refuse(node, $"is no operation of definitions ({node.NodeType})."),
        };
    }

    internal static Expr Translate(Translator translator, BinaryExpression node) => node.NodeType switch
    {
        ExpressionType.AndAlso or ExpressionType.And when TypeMap.Underlying(node.Type) == typeof(bool) => Logic(translator, node, Function.And),
        ExpressionType.OrElse or ExpressionType.Or when TypeMap.Underlying(node.Type) == typeof(bool) => Logic(translator, node, Function.Or),
        ExpressionType.Equal => Compare(translator, node, Function.Equal),
        ExpressionType.NotEqual => Compare(translator, node, Function.NotEqual),
        ExpressionType.LessThan => Compare(translator, node, Function.Less),
        ExpressionType.LessThanOrEqual => Compare(translator, node, Function.LessOrEqual),
        ExpressionType.GreaterThan => Compare(translator, node, Function.Greater),
        ExpressionType.GreaterThanOrEqual => Compare(translator, node, Function.GreaterOrEqual),
        ExpressionType.Coalesce => Coalesce(translator, node),
        ExpressionType.Add or ExpressionType.AddChecked when node.Type == typeof(string) => Methods.Concat(translator, [node.Left, node.Right]),
        ExpressionType.Add or ExpressionType.AddChecked => Arithmetic.Translate(translator, node, Function.Add),
        ExpressionType.Subtract or ExpressionType.SubtractChecked => Arithmetic.Translate(translator, node, Function.Subtract),
        ExpressionType.Multiply or ExpressionType.MultiplyChecked => Arithmetic.Translate(translator, node, Function.Multiply),
        ExpressionType.Divide => Arithmetic.Translate(translator, node, Function.Divide),
        ExpressionType.Modulo => Arithmetic.Translate(translator, node, Function.Remainder),
        _ => throw translator.Scope.Refuse(node, $"is no operation of definitions ({node.NodeType})."),
    };

    private static CallExpr Logic(Translator translator, BinaryExpression node, Function function) =>
        Typing.Call(function, DataType.Bool, translator.Translate(node.Left, DataType.Bool), translator.Translate(node.Right, DataType.Bool));

    private static CallExpr Coalesce(Translator translator, BinaryExpression node)
    {
        var (first, second) = translator.Unify(node, translator.Translate(node.Left), translator.Translate(node.Right));
        return Typing.Call(Function.Coalesce, first.Type, first, second);
    }

    private static CallExpr Compare(Translator translator, BinaryExpression node, Function function)
    {
        if (IsNullLiteral(node.Right) || IsNullLiteral(node.Left)) return CompareWithNull(translator, node, function);
        if (Ordering(node.Left) is var (first, second) && Literals.IsClosed(node.Right) && Literals.Evaluate(translator.Scope, node.Right) is 0)
            return Typing.Call(function, DataType.Bool, translator.Translate(first, DataType.String), translator.Translate(second, DataType.String));

        var (left, right) = translator.Unify(node, translator.Translate(node.Left), translator.Translate(node.Right));
        if (left.Type.Kind == TypeKind.DoubleList) throw translator.Scope.Refuse(node, "compares lists, which definitions do not.");
        return Typing.Call(function, DataType.Bool, left, right);
    }

    private static CallExpr CompareWithNull(Translator translator, BinaryExpression node, Function function)
    {
        var isNull = Typing.Call(Function.IsNull, DataType.Bool, translator.Translate(IsNullLiteral(node.Right) ? node.Left : node.Right));
        return function switch
        {
            Function.Equal => isNull,
            Function.NotEqual => Typing.Call(Function.Not, DataType.Bool, isNull),
            _ => throw translator.Scope.Refuse(node, "compares with null, which is never true. Write == null or != null."),
        };
    }

    /// <summary>The texts of <c>string.Compare(a, b)</c> or <c>a.CompareTo(b)</c>, whose result is compared with 0.</summary>
    private static (Expression First, Expression Second)? Ordering(Expression node) => node switch
    {
        MethodCallExpression { Method: { Name: "Compare" or "CompareOrdinal", DeclaringType: var type } } call when type == typeof(string) && call.Arguments.Count == 2
            => (call.Arguments[0], call.Arguments[1]),
        MethodCallExpression { Method.Name: "CompareTo", Object: { } text } call when text.Type == typeof(string) && call.Arguments.Count == 1 => (text, call.Arguments[0]),
        _ => null,
    };

    private static bool IsNullLiteral(Expression node)
    {
        while (node is UnaryExpression { NodeType: ExpressionType.Convert } conversion) node = conversion.Operand;
        return node is ConstantExpression { Value: null } or DefaultExpression { Type.IsValueType: false };
    }
}
