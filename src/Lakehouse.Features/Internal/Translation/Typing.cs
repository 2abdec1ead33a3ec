using System.Collections.Immutable;
using System.Numerics;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>Brings expressions to common and to wanted types; only where no value changes.</summary>
internal static class Typing
{
    internal static CallExpr Call(Function function, DataType type, params Expr[] arguments) => new(function, arguments.ToImmutableArray(), type);

    internal static Expr ToDouble(Expr expression) => expression switch
    {
        { Type.Kind: TypeKind.Double } => expression,
        LiteralExpr { Value.IsNull: true } => new LiteralExpr(Value.Null, DataType.Double),
        LiteralExpr { Type.Kind: TypeKind.Int64 } literal => new LiteralExpr(Value.Double(literal.Value.AsInt64), DataType.Double),
        _ => Call(Function.ToDouble, DataType.Double, expression),
    };

    /// <summary>The common type of operands and branches, or null where there is none.</summary>
    internal static DataType? Common(Expr left, Expr right)
    {
        if (left is LiteralExpr { Value.IsNull: true }) return right.Type;
        if (right is LiteralExpr { Value.IsNull: true } || left.Type == right.Type) return left.Type;
        if (!left.Type.IsNumeric || !right.Type.IsNumeric) return null;
        return left.Type.Kind == TypeKind.Double || right.Type.Kind == TypeKind.Double ? DataType.Double : DataType.Decimal(18, Math.Max(left.Type.Scale, right.Type.Scale));
    }

    /// <summary>The expression as the type; null where that would change or lose values.</summary>
    internal static Expr? As(Expr expression, DataType type)
    {
        if (expression.Type == type) return expression;
        if (expression is LiteralExpr { Value.IsNull: true }) return new LiteralExpr(Value.Null, type);
        if (type.Kind == TypeKind.Double && expression.Type.IsExact) return ToDouble(expression);
        if (type.Kind != TypeKind.Decimal || !expression.Type.IsExact || expression.Type.Scale > type.Scale) return null;
        if (expression.Type.Kind == TypeKind.Decimal && expression.Type.Scale == type.Scale && expression.Type.Precision <= type.Precision) return expression;
        return expression is LiteralExpr literal && Rescale(literal, type) is { } rescaled ? rescaled : Call(Function.ToDecimal, type, expression);
    }

    private static LiteralExpr? Rescale(LiteralExpr literal, DataType type)
    {
        var unscaled = literal.Value.AsInt64 * BigInteger.Pow(10, type.Scale - literal.Type.Scale);
        return BigInteger.Abs(unscaled) < BigInteger.Pow(10, type.Precision) ? new(Value.Int64((long)unscaled), type) : null;
    }

    /// <summary>True where a literal is below another of its type; false for NaN and for values that their type cannot hold.</summary>
    internal static bool IsBelow(Expr left, Expr right) => left is LiteralExpr low && right is LiteralExpr high
        && (left.Type.Kind == TypeKind.Double ? low.Value.AsDouble < high.Value.AsDouble : low.Value.AsInt64 < high.Value.AsInt64);

    /// <summary>Why <see cref="As"/> gave null, and what to write instead.</summary>
    internal static string Advice(DataType from, DataType to) => (from.Kind, to.Kind) switch
    {
        (TypeKind.Double, TypeKind.Decimal) => $"Write .Quantize({to.Scale}).",
        (TypeKind.Double, TypeKind.Int64) => "Write (long)Math.Floor(…) or declare a double.",
        (TypeKind.Decimal, TypeKind.Decimal) => $"Digits would be lost; declare [Decimal(18, {from.Scale})].",
        (TypeKind.TimestampNtz, TypeKind.Timestamp) => "Write .AsUtc().",
        _ => $"Declare it as {from}, or write an expression of {to}.",
    };
}
