using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Tests.Evaluation;

/// <summary>Short forms for expressions in tests.</summary>
internal static class Ir
{
    internal static LiteralExpr Null(DataType type) => new(Value.Null, type);

    internal static LiteralExpr Of(long value) => new(Value.Int64(value), DataType.Int64);

    internal static LiteralExpr Of(double value) => new(Value.Double(value), DataType.Double);

    internal static LiteralExpr Of(string? value) => new(Value.String(value), DataType.String);

    internal static LiteralExpr Of(bool? value) => new(value is { } b ? Value.Bool(b) : Value.Null, DataType.Bool);

    internal static LiteralExpr Dec(long unscaled, int scale) => new(Value.Int64(unscaled), DataType.Decimal(18, scale));

    internal static LiteralExpr At(long micros) => new(Value.Int64(micros), DataType.Timestamp);

    internal static LiteralExpr Day(long days) => new(Value.Int64(days), DataType.Date);

    internal static CallExpr Call(Function function, DataType type, params Expr[] arguments) => new(function, [.. arguments], type);

    internal static Value Eval(this Expr expression) => ExpressionCompiler.Compile(expression, [])([]);

    internal static Value Eval(Function function, DataType type, params Expr[] arguments) => Call(function, type, arguments).Eval();
}
