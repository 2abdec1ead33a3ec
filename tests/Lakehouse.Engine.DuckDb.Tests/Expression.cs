using Lakehouse.Features;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.DuckDb.Tests;

/// <summary>Expressions in the stored form, written short.</summary>
internal static class Expression
{
    public static ColumnExpr Column(string name, DataType type) => new(name, type);

    public static LiteralExpr Literal(long value) => new(Value.Int64(value), DataType.Int64);

    public static LiteralExpr Literal(string value) => new(Value.String(value), DataType.String);

    public static CallExpr Call(Function function, DataType type, params Expr[] arguments) => new(function, [.. arguments], type);
}
