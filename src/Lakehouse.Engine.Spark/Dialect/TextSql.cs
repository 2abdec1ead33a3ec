using Lakehouse.Features;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>Functions of text: ordinal, by code points, with ASCII case folding.</summary>
internal static class TextSql
{
    private const string Lower = "'abcdefghijklmnopqrstuvwxyz'";
    private const string Upper = "'ABCDEFGHIJKLMNOPQRSTUVWXYZ'";

    internal static Piece Compile(ExprEmitter emitter, CallExpr call)
    {
        var pool = emitter.Pool;
        Piece[] parts = [.. call.Arguments.Select(emitter.Compile)];
        var flags = Flags.All(pool, [.. parts.Select(p => p.Flags)]);
        var s = parts[0].Value;
        if (call.Function == Function.ToText) return new(ToText(pool, s, call), flags);
        if (call.Arguments[0].Type.Kind != TypeKind.String) throw ExprEmitter.Unfit(call);
        var value = call.Function switch
        {
            Function.Length => pool.Of($"CAST(char_length({s}) AS BIGINT)"),
            Function.Trim => pool.Of($"trim(BOTH ' ' FROM {s})"),
            Function.Upper => pool.Of($"translate({s}, {Lower}, {Upper})"),
            Function.Lower => pool.Of($"translate({s}, {Upper}, {Lower})"),
            Function.Contains => pool.Of($"contains({s}, {parts[1].Value})"),
            Function.StartsWith => pool.Of($"startswith({s}, {parts[1].Value})"),
            Function.EndsWith => pool.Of($"endswith({s}, {parts[1].Value})"),
            Function.Concat => Concat(pool, parts),
            Function.Replace => pool.Of($"replace({s}, {parts[1].Value}, {parts[2].Value})"),
            Function.Substring => Substring(pool, s, parts[1].Value, parts.Length > 2 ? parts[2].Value : null),
            Function.HashBucket when call.Arguments is [_, LiteralExpr count, LiteralExpr seed] => pool.Of(HashBucket($"{s}", count.Value.AsInt64, seed.Value.AsString)),
            _ => throw ExprEmitter.Unfit(call),
        };
        return new(value, flags);
    }

    /// <summary>The first 13 hex digits of md5(seed + ":" + text), modulo the number of buckets.</summary>
    internal static FormattableString HashBucket(FormattableString text, long count, string seed) =>
        $"(CAST(conv(substring(md5(concat({SqlText.Literal(seed + ":")}, {text})), 1, 13), 16, 10) AS BIGINT) % {SqlText.Long(count)})";

    private static SqlNode Concat(SqlPool pool, Piece[] parts)
    {
        var all = parts[0].Value;
        foreach (var part in parts.AsSpan(1)) all = pool.Of($"concat({all}, {part.Value})");
        return all;
    }

    private static SqlNode Substring(SqlPool pool, SqlNode text, SqlNode start, SqlNode? length)
    {
        var position = pool.Of($"CAST(CASE WHEN {start} >= 0L THEN least({start}, 2147483646L) + 1L END AS INT)");
        return length is null
            ? pool.Of($"substring({text}, {position})")
            : pool.Of($"substring({text}, {position}, CAST(CASE WHEN {length} >= 0L THEN least({length}, 2147483647L) END AS INT))");
    }

    private static SqlNode ToText(SqlPool pool, SqlNode value, CallExpr call)
    {
        switch (call.Arguments[0].Type.Kind)
        {
            case TypeKind.String: return value;
            case TypeKind.Bool or TypeKind.Int64 or TypeKind.Decimal: return pool.Of($"CAST({value} AS STRING)");
            case TypeKind.Date: return DateText(pool, value);
            case TypeKind.Timestamp: return pool.Of($"concat({InstantText(pool, value)}, 'Z')");
            case TypeKind.TimestampNtz: return InstantText(pool, pool.Of($"CAST({value} AS TIMESTAMP)"));
            default: throw ExprEmitter.Unfit(call);
        }
    }

    /// <summary>Of years that Spark's own text would not write with four digits, the parts are put together.</summary>
    private static SqlNode DateText(SqlPool pool, SqlNode date)
    {
        var year = pool.Of($"year({date})");
        var parts = pool.Of($"format_string('%s%04d-%02d-%02d', CASE WHEN {year} < 0 THEN '-' ELSE '' END, abs({year}), month({date}), day({date}))");
        return pool.Of($"CASE WHEN {year} BETWEEN 1 AND 9999 THEN CAST({date} AS STRING) WHEN {date} IS NOT NULL THEN {parts} END");
    }

    private static SqlNode InstantText(SqlPool pool, SqlNode instant) =>
        pool.Of($"concat({DateText(pool, pool.Of($"CAST({instant} AS DATE)"))}, date_format({instant}, '\\'T\\'HH:mm:ss.SSSSSS'))");
}
