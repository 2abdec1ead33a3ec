using System.Linq.Expressions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>Typing of + − * / %: exact for int64 and decimal, IEEE for double (semantics §5).</summary>
internal static class Arithmetic
{
    internal static CallExpr Translate(Translator translator, BinaryExpression node, Function function)
    {
        if (TypeMap.Underlying(node.Left.Type) == typeof(DateTimeOffset)) return MoveInstant(translator, node, function);
        Expr left = translator.Translate(node.Left), right = translator.Translate(node.Right);
        if (!left.Type.IsNumeric || !right.Type.IsNumeric) throw translator.Scope.Refuse(node, $"is arithmetic of {left.Type} and {right.Type}, which are not both numbers.");
        if (function == Function.Divide) return Divide(translator, node, left, right);
        if (left.Type.Kind == TypeKind.Double || right.Type.Kind == TypeKind.Double)
        {
            if (function == Function.Remainder) throw translator.Scope.Refuse(node, "is a remainder of doubles; use it with integers.");
            return Typing.Call(function, DataType.Double, Typing.ToDouble(left), Typing.ToDouble(right));
        }

        return Typing.Call(function, ExactType(translator, node, function, left.Type, right.Type), left, right);
    }

    internal static CallExpr Divide(Expr left, Expr right) => Typing.Call(Function.Divide, DataType.Double, Typing.ToDouble(left), Typing.ToDouble(right));

    private static CallExpr Divide(Translator translator, BinaryExpression node, Expr left, Expr right)
    {
        var isExact = left.Type.IsExact && right.Type.IsExact;
        if (isExact && !translator.Scope.DividesAsDouble)
            throw translator.Scope.Refuse(node, "divides exact numbers, where C# would cut digits off. Write .DividedBy(…) for double division.");
        return Divide(left, right);
    }

    private static DataType ExactType(Translator translator, BinaryExpression node, Function function, DataType left, DataType right)
    {
        if (left.Kind == TypeKind.Int64 && right.Kind == TypeKind.Int64) return DataType.Int64;
        if (function == Function.Remainder) throw translator.Scope.Refuse(node, "is a remainder of decimals; use it with integers.");
        var scale = function == Function.Multiply ? left.Scale + right.Scale : Math.Max(left.Scale, right.Scale);
        return scale <= 18 ? DataType.Decimal(18, scale)
            : throw translator.Scope.Refuse(node, $"has {scale} digits after the point, more than the 18 of a decimal. Declare smaller scales.");
    }

    private static CallExpr MoveInstant(Translator translator, BinaryExpression node, Function function)
    {
        if (TypeMap.Underlying(node.Right.Type) != typeof(TimeSpan)) throw translator.Scope.Refuse(node, "is a TimeSpan, which no column has. Write .MicrosSince(…).");
        if (!Literals.IsClosed(node.Right) || Literals.Evaluate(translator.Scope, node.Right) is not TimeSpan span || span.Ticks % TimeSpan.TicksPerMicrosecond != 0)
            throw translator.Scope.Refuse(node, "moves by a TimeSpan that is no constant of whole microseconds. Write .AddMicros(…).");
        var micros = span.Ticks / TimeSpan.TicksPerMicrosecond * (function == Function.Subtract ? -1 : 1);
        return Typing.Call(Function.AddMicros, DataType.Timestamp, translator.Translate(node.Left, DataType.Timestamp), new LiteralExpr(Value.Int64(micros), DataType.Int64));
    }
}
