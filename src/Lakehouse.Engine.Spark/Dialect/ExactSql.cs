using System.Numerics;
using Lakehouse.Features;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Evaluation;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>Arithmetic of int64 and decimal: unscaled integers, checked where the value leaves arithmetic.</summary>
/// <remarks>
/// 1. Bounds known at planning time decide what carries an integer: BIGINT where it cannot leave 64 bits, DECIMAL(38,0) beyond. Most checks vanish with them.
/// 2. Where 38 digits may not do, the operation is tried: NULL from operands that are there is an integer of 10^38 or more. It fits no type, so a check on it is an overflow.
/// 3. Where arithmetic goes on with it, 128 bits decide: a product or sum of doubles tells surely when they do not do; between 10^38 and that it is unsure.
/// </remarks>
internal static class ExactSql
{
    /// <summary>A double above 2^127 by more than the error of one rounded sum or product.</summary>
    private const string AboveWide = "1.7015E38D";

    private static readonly BigInteger Digits38 = BigInteger.Pow(10, 38);
    private static readonly BigInteger WideLimit = BigInteger.One << 127;

    /// <summary>An expression in its own type.</summary>
    internal static Piece Checked(ExprEmitter emitter, CallExpr call)
    {
        // Branches of the result's own type are checked alike before and after the choice.
        var branches = call.Function switch { Function.If => call.Arguments[1..], Function.Coalesce => call.Arguments, _ => [] };
        if (!branches.IsEmpty && branches.All(b => b.Type == call.Type)) return LogicSql.Compile(emitter, call);
        var pool = emitter.Pool;
        if (call.Type.Kind == TypeKind.Int64 && Narrow(emitter, call) is { } narrow) return narrow;
        var wide = Wide(emitter, call);
        var limit = call.Type.Kind == TypeKind.Decimal ? BigInteger.Pow(10, call.Type.Precision) - 1 : long.MaxValue;
        var least = call.Type.Kind == TypeKind.Decimal ? -limit : long.MinValue;
        if (wide.Low >= least && wide.High <= limit) return new(Scaled(pool, wide.Value, call.Type), wide.Flags);
        var fits = pool.Of($"({wide.Value} BETWEEN {SqlText.Whole(least)} AND {SqlText.Whole(limit)})");
        var value = pool.Of($"CASE WHEN {fits} THEN {wide.Value} END");
        return new(Scaled(pool, value, call.Type), wide.Flags.With(pool, pool.Or(pool.Of($"(NOT coalesce({fits}, TRUE))"), wide.Beyond)));
    }

    /// <summary>An expression as integer at its own scale, unchecked.</summary>
    internal static WidePiece Wide(ExprEmitter emitter, Expr expression) => emitter.Wide(expression, Made);

    private static WidePiece Made(ExprEmitter emitter, Expr expression)
    {
        if (!expression.Type.IsExact) throw new EngineException($"{expression} is {expression.Type}, where int64 or decimal is needed.");
        if (expression is LiteralExpr literal) return Constant(emitter.Pool, literal.Value);
        if (expression is not CallExpr call || !ExactNodes.IsExact(call)) return ExactLeaf.Of(emitter, expression);
        var pool = emitter.Pool;
        switch (call.Function)
        {
            case Function.Add or Function.Subtract:
                var (a, b) = Aligned(emitter, call.Arguments[0], call.Arguments[1], call.Type.Scale);
                return call.Function == Function.Add ? Sum(pool, Settled(emitter, a), Settled(emitter, b)) : Difference(pool, Settled(emitter, a), Settled(emitter, b));
            case Function.Multiply when call.Arguments[0].Type.Scale + call.Arguments[1].Type.Scale == call.Type.Scale:
                return Product(pool, Settled(emitter, Wide(emitter, call.Arguments[0])), Settled(emitter, Wide(emitter, call.Arguments[1])));
            case Function.Negate: return Negated(pool, AtScale(emitter, call, 0));
            case Function.Abs: return Absolute(pool, AtScale(emitter, call, 0));
            case Function.ToDecimal: return AtScale(emitter, call, 0);
            case Function.Remainder when call.Type.Kind == TypeKind.Int64:
                return Remainder(pool, Settled(emitter, Wide(emitter, call.Arguments[0])), Settled(emitter, Wide(emitter, call.Arguments[1])));
            case Function.MicrosBetween: return Difference(pool, ExactLeaf.Instant(emitter, call.Arguments[0]), ExactLeaf.Instant(emitter, call.Arguments[1]));
            case Function.If: return Choose(pool, emitter.Compile(call.Arguments[0]), Settled(emitter, AtScale(emitter, call, 1)), Settled(emitter, AtScale(emitter, call, 2)));
            case Function.Coalesce: return FirstOf(pool, [.. Enumerable.Range(0, call.Arguments.Length).Select(i => Settled(emitter, AtScale(emitter, call, i)))]);
            default: throw ExprEmitter.Unfit(call);
        }
    }

    /// <summary>An integer that arithmetic goes on with: one of more than 38 digits is an overflow or unsure.</summary>
    internal static WidePiece Settled(ExprEmitter emitter, WidePiece wide)
    {
        if (wide.Beyond is null) return wide;
        var pool = emitter.Pool;
        var unsure = wide.TooWide is null ? wide.Beyond : pool.Of($"({wide.Beyond} AND NOT {wide.TooWide})");
        var limit = Digits38 - 1;
        var flags = new Flags(pool.Or(wide.Flags.Overflow, wide.TooWide), pool.Or(wide.Flags.Unsure, unsure), wide.Flags.IsMasked);
        return new(wide.Value, BigInteger.Max(wide.Low, -limit), BigInteger.Min(wide.High, limit), flags);
    }

    /// <summary>Two operands brought to one scale, once both are there: beside a NULL nothing can become too wide.</summary>
    internal static (WidePiece First, WidePiece Second) Aligned(ExprEmitter emitter, Expr first, Expr second, int scale)
    {
        WidePiece a = Settled(emitter, Wide(emitter, first)), b = Settled(emitter, Wide(emitter, second));
        return (Shifted(emitter.Pool, a, scale - first.Type.Scale, b.Value), Shifted(emitter.Pool, b, scale - second.Type.Scale, a.Value));
    }

    /// <summary>The value of a type from its unscaled integer, which fits it.</summary>
    internal static SqlNode Scaled(SqlPool pool, SqlNode unscaled, DataType type)
    {
        if (type.Kind == TypeKind.Int64) return pool.Of($"CAST({unscaled} AS BIGINT)");
        if (type.Scale == 0) return pool.Of($"CAST({unscaled} AS {SqlText.TypeOf(type)})");
        var unit = "0." + new string('0', type.Scale - 1) + "1BD";
        return pool.Of($"CAST(CAST({unscaled} AS DECIMAL(18,0)) * CAST({unit} AS DECIMAL({type.Scale},{type.Scale})) AS {SqlText.TypeOf(type)})");
    }

    /// <summary>An integer as DECIMAL(38,0).</summary>
    internal static SqlNode Decimal(SqlPool pool, SqlNode value) => pool.Of($"CAST({value} AS DECIMAL(38,0))");

    /// <summary>int64 arithmetic of two integers of 64 bits, tried as such.</summary>
    private static Piece? Narrow(ExprEmitter emitter, CallExpr call)
    {
        if (call.Function is not (Function.Add or Function.Subtract or Function.Multiply or Function.Negate or Function.MicrosBetween)) return null;
        var pool = emitter.Pool;
        WidePiece Operand(int i) => call.Function == Function.MicrosBetween ? ExactLeaf.Instant(emitter, call.Arguments[i]) : Wide(emitter, call.Arguments[i]);
        var isNegate = call.Function == Function.Negate;
        WidePiece a = isNegate ? Constant(pool, Value.Int64(0)) : Operand(0), b = Operand(isNegate ? 0 : 1);
        if (!a.IsLong || !b.IsLong || a.Beyond is not null || b.Beyond is not null || call.Arguments.Any(x => x.Type.Scale != 0)) return null;
        var function = call.Function switch { Function.Add => "try_add", Function.Multiply => "try_multiply", _ => "try_subtract" };
        var wide = call.Function switch { Function.Add => Sum(pool, a, b), Function.Multiply => Product(pool, a, b), _ => Difference(pool, a, b) };
        if (wide.IsLong) return new(wide.Value, wide.Flags);
        var value = pool.Of($"{function}({a.Value}, {b.Value})");
        return new(value, wide.Flags.With(pool, pool.Of($"({a.Value} IS NOT NULL AND {b.Value} IS NOT NULL AND {value} IS NULL)")));
    }

    private static WidePiece Constant(SqlPool pool, Value value) => value.IsNull
        ? new(pool.Of($"CAST(NULL AS BIGINT)"), 0, 0, Flags.None)
        : new(pool.Of($"{SqlText.Long(value.AsInt64)}"), value.AsInt64, value.AsInt64, Flags.None);

    /// <summary>The operand brought to the scale of the result.</summary>
    private static WidePiece AtScale(ExprEmitter emitter, CallExpr call, int index)
    {
        var operand = call.Arguments[index];
        if (operand is LiteralExpr { Value.IsNull: true }) return Constant(emitter.Pool, Value.Null);
        return Shifted(emitter.Pool, Wide(emitter, operand), call.Type.Scale - operand.Type.Scale, gate: null);
    }

    /// <summary>An integer times 10^steps.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="wide">The integer.</param>
    /// <param name="steps">Digits to go up.</param>
    /// <param name="gate">Where this is NULL, the product is not needed; null where it always is.</param>
    private static WidePiece Shifted(SqlPool pool, WidePiece wide, int steps, SqlNode? gate)
    {
        if (steps == 0) return wide;
        if (steps < 0) throw new EngineException("A decimal is never brought to fewer digits by itself.");
        var power = BigInteger.Pow(10, steps);
        var product = Tried(pool, "try_multiply", "*", wide, Constant(pool, Value.Int64((long)power)), wide.Low * power, wide.High * power);
        if (product.Beyond is null) return product with { Flags = wide.Flags, Beyond = wide.Beyond, TooWide = wide.TooWide };
        var tooWide = pool.Of($"(NOT coalesce({wide.Value} BETWEEN {SqlText.Whole(-(WideLimit / power))} AND {SqlText.Whole((WideLimit - 1) / power)}, TRUE))");
        SqlNode Gated(SqlNode flag) => gate is null ? flag : pool.Of($"({gate} IS NOT NULL AND {flag})");
        return product with { Flags = wide.Flags, Beyond = pool.Or(wide.Beyond, Gated(product.Beyond)), TooWide = pool.Or(wide.TooWide, Gated(tooWide)) };
    }

    private static WidePiece Sum(SqlPool pool, WidePiece a, WidePiece b) => Tried(pool, "try_add", "+", a, b, a.Low + b.Low, a.High + b.High);

    private static WidePiece Difference(SqlPool pool, WidePiece a, WidePiece b) => Tried(pool, "try_subtract", "-", a, b, a.Low - b.High, a.High - b.Low);

    private static WidePiece Product(SqlPool pool, WidePiece a, WidePiece b)
    {
        BigInteger[] corners = [a.Low * b.Low, a.Low * b.High, a.High * b.Low, a.High * b.High];
        return Tried(pool, "try_multiply", "*", a, b, corners.Min(), corners.Max());
    }

    /// <summary>One operation in the least type that its bounds allow.</summary>
    private static WidePiece Tried(SqlPool pool, string function, string sign, WidePiece a, WidePiece b, BigInteger low, BigInteger high)
    {
        var flags = Flags.All(pool, a.Flags, b.Flags);
        var isLong = low >= long.MinValue && high <= long.MaxValue;
        if (a.IsLong && b.IsLong && isLong) return new(pool.Of($"({a.Value} {sign} {b.Value})"), low, high, flags);
        var value = pool.Of($"{function}({Decimal(pool, a.Value)}, {Decimal(pool, b.Value)})");
        if (isLong) return new(pool.Of($"CAST({value} AS BIGINT)"), low, high, flags);
        if (low > -Digits38 && high < Digits38) return new(value, low, high, flags);
        return new(value, low, high, flags)
        {
            Beyond = pool.Of($"({a.Value} IS NOT NULL AND {b.Value} IS NOT NULL AND {value} IS NULL)"),
            TooWide = pool.Of($"coalesce(abs(CAST({a.Value} AS DOUBLE) {sign} CAST({b.Value} AS DOUBLE)) >= {AboveWide}, FALSE)"),
        };
    }

    private static WidePiece Negated(SqlPool pool, WidePiece a) => Difference(pool, Constant(pool, Value.Int64(0)), a) with { Beyond = a.Beyond, TooWide = a.TooWide };

    private static WidePiece Absolute(SqlPool pool, WidePiece a)
    {
        var negated = Negated(pool, a);
        var high = BigInteger.Max(BigInteger.Abs(a.Low), BigInteger.Abs(a.High));
        return negated with { Value = pool.Of($"CASE WHEN {a.Value} < 0L THEN {negated.Value} ELSE {a.Value} END"), Low = 0, High = high };
    }

    private static WidePiece Remainder(SqlPool pool, WidePiece a, WidePiece b)
    {
        var flags = Flags.All(pool, a.Flags, b.Flags);
        var most = BigInteger.Max(BigInteger.Abs(b.Low), BigInteger.Abs(b.High));
        BigInteger low = a.Low < 0 ? -most : 0, high = a.High > 0 ? most : 0;
        if (a.IsLong && b.IsLong) return new(pool.Of($"({a.Value} % nullif({b.Value}, 0L))"), BigInteger.Max(low, long.MinValue), BigInteger.Min(high, long.MaxValue), flags);
        var value = pool.Of($"({Decimal(pool, a.Value)} % nullif({Decimal(pool, b.Value)}, CAST(0 AS DECIMAL(38,0))))");
        return new(low >= long.MinValue && high <= long.MaxValue ? pool.Of($"CAST({value} AS BIGINT)") : value, low, high, flags);
    }

    private static WidePiece Choose(SqlPool pool, Piece condition, WidePiece then, WidePiece otherwise) => new(
        LogicSql.Choose(pool, condition.Value, then.Value, otherwise.Value),
        BigInteger.Min(then.Low, otherwise.Low),
        BigInteger.Max(then.High, otherwise.High),
        LogicSql.ChosenFlags(pool, condition, then.Flags, otherwise.Flags));

    private static WidePiece FirstOf(SqlPool pool, WidePiece[] parts) => new(
        LogicSql.FirstOf(pool, [.. parts.Select(p => p.Value)]),
        parts.Min(p => p.Low),
        parts.Max(p => p.High),
        LogicSql.FirstFlags(pool, [.. parts.Select(p => (p.Value, p.Flags))]));
}
