using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Evaluation;

/// <summary>Functions that give a list of doubles of a fixed length.</summary>
internal static class VectorNodes
{
    internal static RowFunction Compile(NodeCompiler compiler, CallExpr call)
    {
        var operand = compiler.Compile(call.Arguments[0]);
        return (call.Function, call.Arguments) switch
        {
            (Function.OneHot, [{ Type.Kind: TypeKind.Int64 }, LiteralExpr size]) => OneHot(operand, (int)size.Value.AsInt64),
            (Function.NgramBuckets, [{ Type.Kind: TypeKind.String }, LiteralExpr length, LiteralExpr buckets, LiteralExpr seed]) =>
                Ngrams(operand, (int)length.Value.AsInt64, (int)buckets.Value.AsInt64, seed.Value.AsString),
            _ => throw NodeCompiler.Unfit(call),
        };
    }

    /// <summary>The one-hot lists of a size, made once: by index, and all zeros at the end.</summary>
    internal static Value[] OneHotLists(int size) => [.. Enumerable.Range(0, size + 1).Select(hot =>
    {
        var list = new double?[size];
        Array.Fill(list, 0.0);
        if (hot < size) list[hot] = 1.0;
        return Value.DoubleList(list);
    })];

    private static RowFunction OneHot(RowFunction index, int size)
    {
        var lists = OneHotLists(size);
        return row => index(row) is { IsNull: false } value && value.AsInt64 >= 0 && value.AsInt64 < size ? lists[value.AsInt64] : lists[size];
    }

    /// <remarks>A text of m code points has max(0, m − n + 1) n-grams.</remarks>
    private static RowFunction Ngrams(RowFunction text, int length, int buckets, string seed) => row =>
    {
        var value = text(row);
        if (value.IsNull) return value;
        var counts = new double?[buckets];
        Array.Fill(counts, 0.0);
        var characters = value.AsString.AsSpan();
        for (var start = 0; TryEnd(characters, start, length) is { } end; start += Width(characters, start))
        {
            counts[FeatureHash.Bucket(seed, characters[start..end], buckets)] += 1;
        }

        return Value.DoubleList(counts);
    };

    private static int? TryEnd(ReadOnlySpan<char> text, int start, int length)
    {
        var end = start;
        for (var i = 0; i < length; i++)
        {
            if (end >= text.Length) return null;
            end += Width(text, end);
        }

        return Math.Min(end, text.Length);
    }

    private static int Width(ReadOnlySpan<char> text, int index) => char.IsHighSurrogate(text[index]) ? 2 : 1;
}
