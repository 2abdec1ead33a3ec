using System.Globalization;
using Lakehouse.Features;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Evaluation;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>Arithmetic of doubles: one IEEE operation a node; NaN is NULL, −0.0 is 0.0.</summary>
internal static class DoubleSql
{
    private const string ExactLimit = "9007199254740992L";

    internal static Piece Compile(ExprEmitter emitter, CallExpr call)
    {
        if (call.Type.Kind != TypeKind.Double) throw ExprEmitter.Unfit(call);
        var pool = emitter.Pool;
        var first = Operand(emitter, call.Arguments[0]);
        var x = first.Value;
        switch (call.Function)
        {
            case Function.ToDouble: return first;
            case Function.Negate: return first with { Value = pool.Of($"(0E0D - {x})") };
            case Function.Abs: return first with { Value = pool.Of($"abs({x})") };
            case Function.Sqrt: return first with { Value = pool.Of($"nanvl(sqrt({x}), CAST(NULL AS DOUBLE))") };
        }

        var second = Operand(emitter, call.Arguments[1]);
        var y = second.Value;
        var value = call.Function switch
        {
            Function.Add => pool.Of($"nanvl({x} + {y}, CAST(NULL AS DOUBLE))"),
            Function.Subtract => pool.Of($"nanvl({x} - {y}, CAST(NULL AS DOUBLE))"),
            Function.Multiply => Normal(pool, pool.Of($"({x} * {y})")),
            Function.Divide => Normal(pool, pool.Of($"({x} / nullif({y}, 0E0D))")),
            _ => throw ExprEmitter.Unfit(call),
        };
        return new(value, Flags.All(pool, first.Flags, second.Flags));
    }

    /// <summary>A double with NaN as NULL and −0.0 as 0.0.</summary>
    internal static SqlNode Normal(SqlPool pool, SqlNode value) => pool.Of($"(nanvl({value}, CAST(NULL AS DOUBLE)) + 0E0D)");

    /// <summary>An operand as double; exact ones are rounded once, from their exact value.</summary>
    internal static Piece Operand(ExprEmitter emitter, Expr operand)
    {
        if (operand.Type.Kind == TypeKind.Double) return emitter.Compile(operand);
        var pool = emitter.Pool;
        if (operand is not CallExpr call || !ExactNodes.IsExact(call))
        {
            if (!operand.Type.IsExact) throw new EngineException($"{operand} is {operand.Type}, where a number is needed.");
            var narrow = emitter.Compile(operand);
            return narrow with { Value = pool.Of($"CAST({narrow.Value} AS DOUBLE)") };
        }

        var wide = ExactSql.Settled(emitter, ExactSql.Wide(emitter, call));
        return new(ToDouble(pool, wide.Value, operand.Type.Scale), wide.Flags);
    }

    /// <summary>The double nearest to unscaled / 10^scale.</summary>
    /// <remarks>Up to 2^53 both numbers are doubles, so one division rounds once; beyond, the decimal text is parsed, which rounds correctly.</remarks>
    private static SqlNode ToDouble(SqlPool pool, SqlNode unscaled, int scale)
    {
        if (scale == 0) return pool.Of($"CAST({unscaled} AS DOUBLE)");
        var power = scale.ToString(CultureInfo.InvariantCulture);
        var parsed = pool.Of($"CAST(concat(CAST({unscaled} AS STRING), 'E-{power}') AS DOUBLE)");
        return pool.Of($"CASE WHEN {unscaled} BETWEEN -{ExactLimit} AND {ExactLimit} THEN CAST({unscaled} AS DOUBLE) / 1E{power}D ELSE {parsed} END");
    }
}
