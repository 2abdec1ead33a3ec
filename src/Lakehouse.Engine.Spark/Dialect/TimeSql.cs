using Lakehouse.Features;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>UTC calendar parts and moves of instants.</summary>
internal static class TimeSql
{
    internal static Piece Compile(ExprEmitter emitter, CallExpr call)
    {
        var pool = emitter.Pool;
        var operand = emitter.Compile(call.Arguments[0]);
        var t = operand.Value;
        var kind = call.Arguments[0].Type.Kind;
        if (call.Function == Function.AddMicros && kind == TypeKind.Timestamp) return Add(emitter, operand, ExactSql.Wide(emitter, call.Arguments[1]));
        var value = (call.Function, kind) switch
        {
            (Function.AsUtc, TypeKind.TimestampNtz) => pool.Of($"CAST({t} AS TIMESTAMP)"),
            (Function.Hour, TypeKind.Timestamp) => pool.Of($"(pmod({Micros(pool, t)}, 86400000000L) div 3600000000L)"),
            (Function.Minute, TypeKind.Timestamp) => pool.Of($"(pmod({Micros(pool, t)}, 3600000000L) div 60000000L)"),
            (Function.Second, TypeKind.Timestamp) => pool.Of($"(pmod({Micros(pool, t)}, 60000000L) div 1000000L)"),
            (Function.DateOf, TypeKind.Timestamp) => pool.Of($"CAST({t} AS DATE)"),
            (Function.MidnightUtc, TypeKind.Date) => pool.Of($"timestamp_micros(try_multiply(CAST(unix_date({t}) AS BIGINT), 86400000000L))"),
            (_, TypeKind.Date) => Part(pool, t, call),
            (_, TypeKind.Timestamp) => Part(pool, pool.Of($"CAST({t} AS DATE)"), call),
            _ => throw ExprEmitter.Unfit(call),
        };
        return operand with { Value = value };
    }

    /// <summary>Microseconds since 1970 of a timestamp.</summary>
    internal static SqlNode Micros(SqlPool pool, SqlNode instant) => pool.Of($"unix_micros({instant})");

    private static SqlNode Part(SqlPool pool, SqlNode date, CallExpr call) => call.Function switch
    {
        Function.Year => pool.Of($"CAST(year({date}) AS BIGINT)"),
        Function.Month => pool.Of($"CAST(month({date}) AS BIGINT)"),
        Function.Day => pool.Of($"CAST(day({date}) AS BIGINT)"),
        Function.DayOfYear => pool.Of($"CAST(dayofyear({date}) AS BIGINT)"),
        Function.IsoDayOfWeek => pool.Of($"CAST(weekday({date}) + 1 AS BIGINT)"),
        _ => throw ExprEmitter.Unfit(call),
    };

    private static Piece Add(ExprEmitter emitter, Piece instant, WidePiece move)
    {
        var pool = emitter.Pool;
        var start = Micros(pool, instant.Value);
        var moved = move.IsLong
            ? pool.Of($"try_add({start}, {move.Value})")
            : pool.Of($"try_add({ExactSql.Decimal(pool, start)}, {ExactSql.Decimal(pool, move.Value)})");
        var fits = pool.Of($"({moved} BETWEEN {SqlText.Long(Calendar.MinMicros)} AND {SqlText.Long(Calendar.MaxMicros)})");
        var value = pool.Of($"timestamp_micros(CAST(CASE WHEN {fits} THEN {moved} END AS BIGINT))");

        // A move of more than 38 digits leads out of the calendar from every instant.
        var beyond = move.Beyond is null ? null : pool.Of($"({start} IS NOT NULL AND {move.Beyond})");
        var outside = pool.Of($"({start} IS NOT NULL AND {move.Value} IS NOT NULL AND NOT coalesce({fits}, FALSE))");
        return new(value, Flags.All(pool, instant.Flags, move.Flags).With(pool, pool.Or(outside, beyond, move.TooWide)));
    }
}
