using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Internal.Interpretation;

/// <summary>Functions that give a list of doubles of a fixed length.</summary>
internal static class VectorFunctions
{
    internal static object? Of(Interpreter interpreter, CallExpr call)
    {
        var a = call.Arguments.Select(interpreter.Narrow).ToArray();
        return call.Function switch
        {
            Function.OneHot => Slots(Whole(a[1]), slot => a[0] is ExactNumber index && index.Unscaled == slot ? 1 : 0),
            Function.NgramBuckets => a[0] is string text ? Ngrams(text, Whole(a[1]), Whole(a[2]), (string)a[3]!) : null,
            _ => throw new InvalidOperationException($"{call.Function} gives no list."),
        };
    }

    private static double?[] Ngrams(string text, int length, int buckets, string seed)
    {
        var points = text.EnumerateRunes().Select(rune => rune.ToString()).ToArray();
        var places = Enumerable.Range(0, Math.Max(0, points.Length - length + 1));
        var hashes = places.Select(place => TextFunctions.Hash(seed, string.Concat(points.Skip(place).Take(length)))).ToArray();
        return Slots(buckets, slot => hashes.Count(hash => hash % buckets == slot));
    }

    private static double?[] Slots(int count, Func<int, int> value) => [.. Enumerable.Range(0, count).Select(slot => (double?)value(slot))];

    private static int Whole(object? number) => (int)((ExactNumber)number!).Unscaled;
}
