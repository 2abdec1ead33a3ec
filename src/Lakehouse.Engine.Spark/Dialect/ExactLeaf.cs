using System.Globalization;
using System.Numerics;
using Lakehouse.Features;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>Where exact arithmetic begins: columns and functions of other families as unscaled integers with their bounds.</summary>
internal static class ExactLeaf
{
    /// <summary>An expression that is no exact arithmetic itself.</summary>
    internal static WidePiece Of(ExprEmitter emitter, Expr expression)
    {
        var type = expression.Type;
        if (type.Kind == TypeKind.Int64)
        {
            var (value, flags) = emitter.Compile(expression);
            var (low, high) = Bounds(expression);
            return new(value, low, high, flags);
        }

        var limit = BigInteger.Pow(10, type.Precision) - 1;
        var unscaled = expression is CallExpr { Function: Function.Quantize } quantize ? RoundingSql.Quantized(emitter, quantize) : Unscaled(emitter, expression);
        return new(unscaled.Value, -limit, limit, unscaled.Flags);
    }

    /// <summary>A timestamp as microseconds.</summary>
    internal static WidePiece Instant(ExprEmitter emitter, Expr expression)
    {
        var (value, flags) = emitter.Compile(expression);
        return new(TimeSql.Micros(emitter.Pool, value), long.MinValue, long.MaxValue, flags);
    }

    /// <summary>18 digits times a power of ten of 19 has 38 digits at most, so Spark keeps all of them.</summary>
    private static Piece Unscaled(ExprEmitter emitter, Expr expression)
    {
        var (value, flags) = emitter.Compile(expression);
        var pool = emitter.Pool;
        return expression.Type.Scale == 0
            ? new(pool.Of($"CAST({value} AS BIGINT)"), flags)
            : new(pool.Of($"CAST({value} * {BigInteger.Pow(10, expression.Type.Scale).ToString(CultureInfo.InvariantCulture)}BD AS BIGINT)"), flags);
    }

    private static (long Low, long High) Bounds(Expr expression) => expression is not CallExpr call ? (long.MinValue, long.MaxValue) : call.Function switch
    {
        Function.Length => (0, int.MaxValue),
        Function.Month => (1, 12),
        Function.Day => (1, 31),
        Function.Hour => (0, 23),
        Function.Minute or Function.Second => (0, 59),
        Function.IsoDayOfWeek => (1, 7),
        Function.DayOfYear => (1, 366),
        Function.Year => (int.MinValue, int.MaxValue),
        Function.HashBucket => (0, 1L << 52),
        _ => (long.MinValue, long.MaxValue),
    };
}
