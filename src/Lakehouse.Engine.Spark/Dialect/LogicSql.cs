using System.Collections.Immutable;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Evaluation;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>Three-valued logic and choice; flags of a part count only where it would be evaluated.</summary>
internal static class LogicSql
{
    internal static Piece Compile(ExprEmitter emitter, CallExpr call)
    {
        var pool = emitter.Pool;
        if (call.Function == Function.IsNull) return IsNull(emitter, call.Arguments[0]);
        ImmutableArray<Piece> parts = [.. call.Arguments.Select(emitter.Compile)];
        switch (call.Function)
        {
            case Function.And: return Fold(pool, parts, "AND", evaluated => pool.Of($"coalesce({evaluated}, TRUE)"));
            case Function.Or: return Fold(pool, parts, "OR", evaluated => pool.Of($"NOT coalesce({evaluated}, FALSE)"));
            case Function.Not: return new(pool.Of($"(NOT {parts[0].Value})"), parts[0].Flags);
            case Function.If: return new(Choose(pool, parts[0].Value, parts[1].Value, parts[2].Value), ChosenFlags(pool, parts[0], parts[1].Flags, parts[2].Flags));
            case Function.Coalesce: return new(FirstOf(pool, [.. parts.Select(p => p.Value)]), FirstFlags(pool, [.. parts.Select(p => (p.Value, p.Flags))]));
            default: throw ExprEmitter.Unfit(call);
        }
    }

    internal static SqlNode Choose(SqlPool pool, SqlNode condition, SqlNode then, SqlNode otherwise) =>
        pool.Of($"CASE WHEN {condition} THEN {then} ELSE {otherwise} END");

    internal static SqlNode FirstOf(SqlPool pool, ImmutableArray<SqlNode> values)
    {
        var all = values[0];
        foreach (var next in values[1..]) all = pool.Of($"coalesce({all}, {next})");
        return all;
    }

    internal static Flags ChosenFlags(SqlPool pool, Piece condition, Flags then, Flags otherwise)
    {
        SqlNode? Chosen(SqlNode? a, SqlNode? b) =>
            a is null && b is null ? null : Choose(pool, condition.Value, a ?? pool.Of($"FALSE"), b ?? pool.Of($"FALSE"));
        return new(
            pool.Or(condition.Flags.Overflow, Chosen(then.Overflow, otherwise.Overflow)),
            pool.Or(condition.Flags.Unsure, Chosen(then.Unsure, otherwise.Unsure)),
            !condition.Flags.Any && then.IsMasked && otherwise.IsMasked);
    }

    internal static Flags FirstFlags(SqlPool pool, ImmutableArray<(SqlNode Value, Flags Flags)> parts)
    {
        var (before, flags) = parts[0];
        foreach (var (value, next) in parts[1..])
        {
            var earlier = before;
            SqlNode? Reached(SqlNode? flag) => flag is null ? null : pool.Of($"({earlier} IS NULL AND {flag})");
            flags = new(pool.Or(flags.Overflow, Reached(next.Overflow)), pool.Or(flags.Unsure, Reached(next.Unsure)), !flags.Any && next.IsMasked);
            before = pool.Of($"coalesce({before}, {value})");
        }

        return flags;
    }

    private static Piece IsNull(ExprEmitter emitter, Expr operand)
    {
        var (value, flags) = operand is CallExpr call && ExactNodes.IsExact(call) && ExactSql.Settled(emitter, ExactSql.Wide(emitter, call)) is var wide
            ? new Piece(wide.Value, wide.Flags)
            : emitter.Compile(operand);
        return new(emitter.Pool.Of($"({value} IS NULL)"), flags with { IsMasked = !flags.Any });
    }

    private static Piece Fold(SqlPool pool, ImmutableArray<Piece> parts, string word, Func<SqlNode, SqlNode> isNextEvaluated)
    {
        var (value, flags) = parts[0];
        foreach (var (next, own) in parts[1..])
        {
            var before = value;
            SqlNode? Reached(SqlNode? flag) => flag is null ? null : pool.Of($"({isNextEvaluated(before)} AND {flag})");
            flags = new(pool.Or(flags.Overflow, Reached(own.Overflow)), pool.Or(flags.Unsure, Reached(own.Unsure)), !flags.Any && !own.Any);
            value = pool.Of($"({value} {word} {next})");
        }

        return new(value, flags);
    }
}
