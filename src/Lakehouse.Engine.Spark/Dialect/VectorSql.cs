using Lakehouse.Features;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>Functions that give a list of doubles of a fixed length.</summary>
internal static class VectorSql
{
    internal static Piece Compile(ExprEmitter emitter, CallExpr call)
    {
        var pool = emitter.Pool;
        var (operand, flags) = emitter.Compile(call.Arguments[0]);
        switch (call.Function, call.Arguments)
        {
            case (Function.OneHot, [{ Type.Kind: TypeKind.Int64 }, LiteralExpr size]):
                return new(OneHot(pool, operand, size.Value.AsInt64), flags with { IsMasked = !flags.Any });
            case (Function.NgramBuckets, [{ Type.Kind: TypeKind.String }, LiteralExpr length, LiteralExpr buckets, LiteralExpr seed]):
                return new(Ngrams(pool, operand, length.Value.AsInt64, buckets.Value.AsInt64, seed.Value.AsString), flags);
            default: throw ExprEmitter.Unfit(call);
        }
    }

    private static SqlNode OneHot(SqlPool pool, SqlNode index, long size) => size < 1
        ? pool.Of($"CAST(array() AS ARRAY<DOUBLE>)")
        : pool.Loop($"transform(sequence(0L, {SqlText.Long(size - 1)}), __i -> CASE WHEN __i = {index} THEN 1E0D ELSE 0E0D END)");

    /// <summary>Each place where an n-gram begins adds one to the slot of its hash.</summary>
    private static SqlNode Ngrams(SqlPool pool, SqlNode text, long length, long buckets, string seed)
    {
        const string None = "CAST(array() AS ARRAY<INT>)";
        var places = pool.Of($"CASE WHEN char_length({text}) >= {length} THEN sequence(1, char_length({text}) - {length - 1}) WHEN {text} IS NOT NULL THEN {None} END");
        var hashes = pool.Loop($"transform({places}, __i -> {TextSql.HashBucket($"substring({text}, __i, {length})", buckets, seed)})");
        const string Counted = "transform(__counts, (__n, __slot) -> CASE WHEN __slot = __hash THEN __n + 1E0D ELSE __n END)";
        return pool.Of($"aggregate({hashes}, array_repeat(0E0D, {buckets}), (__counts, __hash) -> {Counted})");
    }
}
