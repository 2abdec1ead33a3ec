using System.Linq.Expressions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>The methods of <see cref="FeatureExpressions"/>.</summary>
internal static class Markers
{
    internal static Expr? Translate(Translator translator, MethodCallExpression node)
    {
        var first = translator.Translate(node.Arguments[0]);
        return node.Method.Name switch
        {
            nameof(FeatureExpressions.AsUtc) => Typing.Call(Function.AsUtc, DataType.Timestamp, first),
            nameof(FeatureExpressions.DividedBy) => Arithmetic.Divide(first, translator.Translate(node.Arguments[1])),
            nameof(FeatureExpressions.Quantize) => Quantize(translator, node, first),
            nameof(FeatureExpressions.HashBucket) => HashBucket(translator, node, first),
            nameof(FeatureExpressions.ToText) => ToText(translator, node, first),
            nameof(FeatureExpressions.IsoDayOfWeek) => Typing.Call(Function.IsoDayOfWeek, DataType.Int64, first),
            nameof(FeatureExpressions.DateUtc) => Typing.Call(Function.DateOf, DataType.Date, first),
            nameof(FeatureExpressions.MidnightUtc) => Typing.Call(Function.MidnightUtc, DataType.Timestamp, first),
            nameof(FeatureExpressions.MicrosSince) => Typing.Call(Function.MicrosBetween, DataType.Int64, first, translator.Translate(node.Arguments[1], DataType.Timestamp)),
            nameof(FeatureExpressions.AddMicros) => Typing.Call(Function.AddMicros, DataType.Timestamp, first, translator.Translate(node.Arguments[1], DataType.Int64)),
            _ => null,
        };
    }

    internal static Expr ToText(Translator translator, Expression node, Expr value) => value.Type.Kind switch
    {
        TypeKind.String => value,
        TypeKind.Double => throw translator.Scope.Refuse(node, "makes text of a double, which engines write differently. Write .Quantize(scale) first."),
        TypeKind.Binary or TypeKind.DoubleList => throw translator.Scope.Refuse(node, $"makes text of {value.Type}, which has none."),
        TypeKind.TimestampNtz => throw translator.Scope.Refuse(node, "makes text of a time without a zone. Write .AsUtc() first."),
        _ => Typing.Call(Function.ToText, DataType.String, value),
    };

    private static CallExpr Quantize(Translator translator, MethodCallExpression node, Expr value)
    {
        var scale = Constant<int>(translator, node, node.Arguments[1]);
        if (scale is < 0 or > 18) throw translator.Scope.Refuse(node, "has a scale outside 0 to 18.");
        return Typing.Call(Function.Quantize, DataType.Decimal(18, scale), Typing.ToDouble(value), new LiteralExpr(Value.Int64(scale), DataType.Int64));
    }

    private static CallExpr HashBucket(Translator translator, MethodCallExpression node, Expr text)
    {
        var count = Constant<int>(translator, node, node.Arguments[1]);
        if (count < 1) throw translator.Scope.Refuse(node, "has fewer than one bucket.");
        var seed = Constant<string>(translator, node, node.Arguments[2]);
        return Typing.Call(Function.HashBucket, DataType.Int64, text, new LiteralExpr(Value.Int64(count), DataType.Int64), new LiteralExpr(Value.String(seed), DataType.String));
    }

    internal static T Constant<T>(Translator translator, Expression node, Expression argument) =>
        Literals.IsClosed(argument) && Literals.Evaluate(translator.Scope, argument) is T value ? value
            : throw translator.Scope.Refuse(node, $"needs a constant at `{ExpressionPrinter.Print(argument)}`.");
}
