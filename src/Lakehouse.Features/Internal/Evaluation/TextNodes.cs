using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Evaluation;

/// <summary>Functions of text: ordinal, by code points, with ASCII case folding.</summary>
internal static class TextNodes
{
    internal static RowFunction Compile(NodeCompiler compiler, CallExpr call)
    {
        var parts = call.Arguments.Select(compiler.Compile).ToArray();
        if (call.Function == Function.ToText) return ToText(call, parts[0]);
        if (call.Arguments[0].Type.Kind != TypeKind.String) throw NodeCompiler.Unfit(call);
        return call.Function switch
        {
            Function.Length => Map(parts[0], static s => Value.Int64(Text.Length(s))),
            Function.Trim => Map(parts[0], static s => Value.String(s.Trim(' '))),
            Function.Upper => Map(parts[0], static s => Value.String(Text.Upper(s))),
            Function.Lower => Map(parts[0], static s => Value.String(Text.Lower(s))),
            Function.Contains => Combine(parts, static (s, part) => Value.Bool(s.Contains(part, StringComparison.Ordinal))),
            Function.StartsWith => Combine(parts, static (s, part) => Value.Bool(s.StartsWith(part, StringComparison.Ordinal))),
            Function.EndsWith => Combine(parts, static (s, part) => Value.Bool(s.EndsWith(part, StringComparison.Ordinal))),
            Function.Concat => Concat(parts),
            Function.Replace => Replace(parts[0], parts[1], parts[2]),
            Function.Substring => Substring(parts[0], parts[1], parts.ElementAtOrDefault(2)),
            Function.HashBucket when call.Arguments is [_, LiteralExpr count, LiteralExpr seed] => HashBucket(parts[0], count.Value.AsInt64, seed.Value.AsString),
            _ => throw NodeCompiler.Unfit(call),
        };
    }

    private static RowFunction ToText(CallExpr call, RowFunction operand)
    {
        var type = call.Arguments[0].Type;
        if (type.Kind is TypeKind.Double or TypeKind.DoubleList or TypeKind.Binary) throw NodeCompiler.Unfit(call);
        return row => operand(row) is { IsNull: false } value ? Value.String(ValueText.Of(value, type)) : Value.Null;
    }

    private static RowFunction Map(RowFunction operand, Func<string, Value> map) => row => operand(row) is { IsNull: false } value ? map(value.AsString) : Value.Null;

    private static RowFunction Combine(RowFunction[] parts, Func<string, string, Value> combine)
    {
        RowFunction left = parts[0], right = parts[1];
        return row =>
        {
            Value a = left(row), b = right(row);
            return a.IsNull || b.IsNull ? Value.Null : combine(a.AsString, b.AsString);
        };
    }

    private static RowFunction Concat(RowFunction[] parts)
    {
        if (parts.Length == 2) return Combine(parts, static (a, b) => Value.String(string.Concat(a, b)));
        return row =>
        {
            var texts = new string[parts.Length];
            for (var i = 0; i < texts.Length; i++)
            {
                var value = parts[i](row);
                if (value.IsNull) return Value.Null;
                texts[i] = value.AsString;
            }

            return Value.String(string.Concat(texts));
        };
    }

    private static RowFunction Replace(RowFunction text, RowFunction old, RowFunction with) => row =>
    {
        Value a = text(row), b = old(row), c = with(row);
        if (a.IsNull || b.IsNull || c.IsNull) return Value.Null;
        return b.AsString.Length == 0 ? a : Value.String(a.AsString.Replace(b.AsString, c.AsString, StringComparison.Ordinal));
    };

    private static RowFunction Substring(RowFunction text, RowFunction start, RowFunction? length) => row =>
    {
        Value a = text(row), b = start(row), c = length is null ? Value.Int64(long.MaxValue) : length(row);
        if (a.IsNull || b.IsNull || c.IsNull || b.AsInt64 < 0 || c.AsInt64 < 0) return Value.Null;
        return Value.String(Text.Substring(a.AsString, b.AsInt64, c.AsInt64));
    };

    private static RowFunction HashBucket(RowFunction text, long count, string seed) => row =>
        text(row) is { IsNull: false } value ? Value.Int64(FeatureHash.Bucket(seed, value.AsString, count)) : Value.Null;
}
