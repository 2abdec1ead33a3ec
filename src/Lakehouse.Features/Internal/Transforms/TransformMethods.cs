using System.Linq.Expressions;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Transforms;

/// <summary>The methods of <see cref="FeatureTransforms"/>, composed out of the closed function list.</summary>
internal static class TransformMethods
{
    private const int MostBuckets = 65_536;

    internal static Expr? Translate(Translator translator, MethodCallExpression node)
    {
        if (node.Method.Name is nameof(FeatureTransforms.HaversineMetres) or nameof(FeatureTransforms.GridCell)) return GeoMethods.Translate(translator, node);
        var value = translator.Translate(node.Arguments[0]);
        return node.Method.Name switch
        {
            nameof(FeatureTransforms.FillNull) => FillNull(translator, node, value),
            nameof(FeatureTransforms.IsMissing) => Flag(Typing.Call(Function.IsNull, DataType.Bool, value)),
            nameof(FeatureTransforms.Clip) => Clip(translator, node, value),
            nameof(FeatureTransforms.Bucket) => Buckets.Translate(translator, node, value),
            nameof(FeatureTransforms.VocabularyIndex) => Index(value, Vocabulary(translator, node)),
            nameof(FeatureTransforms.OneHot) => Vocabulary(translator, node) is var texts ? OneHot(Index(value, texts), texts.Length + 1) : null,
            nameof(FeatureTransforms.HashSign) => Sign(value, Markers.Constant<string>(translator, node, node.Arguments[1])),
            nameof(FeatureTransforms.NgramBuckets) => Ngrams(translator, node, value),
            nameof(FeatureTransforms.IsWeekend) => IfKnown(value, Flag(Typing.Call(Function.GreaterOrEqual, DataType.Bool, Part(Function.IsoDayOfWeek, value), Whole(6)))),
            nameof(FeatureTransforms.HourOfWeek) => HourOfWeek(value),
            nameof(FeatureTransforms.CyclicSin) => Cyclic(translator, node, value, Function.Sin),
            nameof(FeatureTransforms.CyclicCos) => Cyclic(translator, node, value, Function.Cos),
            _ => null,
        };
    }

    internal static LiteralExpr Whole(long value) => new(Value.Int64(value), DataType.Int64);

    internal static LiteralExpr Real(double value) => new(Value.Double(value), DataType.Double);

    internal static void RequireTranscendental(Translator translator, MethodCallExpression node)
    {
        if (!translator.Scope.AllowsTranscendental)
            throw translator.Scope.Refuse(node, $"is {node.Method.Name}, whose last bits differ between machines. Use it in an on-demand view, or in a transform of a set.");
    }

    /// <summary>The second where the first is not NULL; for functions whose own NULL rule would make a value of it.</summary>
    internal static CallExpr IfKnown(Expr value, Expr result) =>
        Typing.Call(Function.If, result.Type, Typing.Call(Function.IsNull, DataType.Bool, value), new LiteralExpr(Value.Null, result.Type), result);

    private static CallExpr Flag(Expr condition) => Typing.Call(Function.If, DataType.Int64, condition, Whole(1), Whole(0));

    private static CallExpr Part(Function part, Expr instant) => Typing.Call(part, DataType.Int64, instant);

    private static CallExpr FillNull(Translator translator, MethodCallExpression node, Expr value)
    {
        var (first, constant) = translator.Unify(node, value, translator.Translate(node.Arguments[1]));
        if (constant is not LiteralExpr { Value.IsNull: false }) throw translator.Scope.Refuse(node, "fills with what is no constant. Write ?? for another column.");
        return Typing.Call(Function.Coalesce, first.Type, first, constant);
    }

    private static CallExpr Clip(Translator translator, MethodCallExpression node, Expr value)
    {
        var (low, high) = translator.Unify(node, translator.Translate(node.Arguments[1]), translator.Translate(node.Arguments[2]));
        if (low is not LiteralExpr || high is not LiteralExpr) throw translator.Scope.Refuse(node, "needs constant bounds.");
        if (!Buckets.Holds(Function.LessOrEqual, low, high)) throw translator.Scope.Refuse(node, "has a low bound above the high one.");
        (value, low) = translator.Unify(node, value, low);
        (value, high) = translator.Unify(node, value, high);
        var capped = Typing.Call(Function.If, value.Type, Typing.Call(Function.Greater, DataType.Bool, value, high), high, value);
        return Typing.Call(Function.If, value.Type, Typing.Call(Function.Less, DataType.Bool, value, low), low, capped);
    }

    private static string[] Vocabulary(Translator translator, MethodCallExpression node)
    {
        var texts = Markers.Constant<string[]>(translator, node, node.Arguments[1]);
        if (texts.Length == 0) throw translator.Scope.Refuse(node, "has an empty vocabulary; list the texts.");
        if (Array.Exists(texts, t => t is null)) throw translator.Scope.Refuse(node, "has null in its vocabulary; NULL is no category, FillNull makes one of it.");
        if (texts.Distinct(StringComparer.Ordinal).Count() != texts.Length) throw translator.Scope.Refuse(node, "lists a text twice.");
        return texts;
    }

    private static CallExpr Index(Expr text, string[] vocabulary)
    {
        Expr index = Whole(vocabulary.Length);
        for (var i = vocabulary.Length - 1; i >= 0; i--)
        {
            var isWord = Typing.Call(Function.Equal, DataType.Bool, text, new LiteralExpr(Value.String(vocabulary[i]), DataType.String));
            index = Typing.Call(Function.If, DataType.Int64, isWord, Whole(i), index);
        }

        return IfKnown(text, index);
    }

    private static CallExpr OneHot(Expr index, int size) => Typing.Call(Function.OneHot, DataType.DoubleList, index, Whole(size));

    private static CallExpr Sign(Expr text, string seed)
    {
        var bucket = Typing.Call(Function.HashBucket, DataType.Int64, text, Whole(2), new LiteralExpr(Value.String(seed), DataType.String));
        return Typing.Call(Function.Subtract, DataType.Int64, Typing.Call(Function.Multiply, DataType.Int64, bucket, Whole(2)), Whole(1));
    }

    private static CallExpr Ngrams(Translator translator, MethodCallExpression node, Expr text)
    {
        var (length, buckets) = (Markers.Constant<int>(translator, node, node.Arguments[1]), Markers.Constant<int>(translator, node, node.Arguments[2]));
        if (length < 1) throw translator.Scope.Refuse(node, "has n-grams of fewer than one character.");
        if (buckets is < 1 or > MostBuckets) throw translator.Scope.Refuse(node, "has a number of buckets outside 1 to 65536.");
        var seed = new LiteralExpr(Value.String(Markers.Constant<string>(translator, node, node.Arguments[3])), DataType.String);
        return Typing.Call(Function.NgramBuckets, DataType.DoubleList, text, Whole(length), Whole(buckets), seed);
    }

    private static CallExpr HourOfWeek(Expr instant)
    {
        var days = Typing.Call(Function.Subtract, DataType.Int64, Part(Function.IsoDayOfWeek, instant), Whole(1));
        return Typing.Call(Function.Add, DataType.Int64, Typing.Call(Function.Multiply, DataType.Int64, days, Whole(24)), Part(Function.Hour, instant));
    }

    private static CallExpr Cyclic(Translator translator, MethodCallExpression node, Expr value, Function function)
    {
        RequireTranscendental(translator, node);
        var period = Markers.Constant<double>(translator, node, node.Arguments[1]);
        if (!double.IsFinite(period) || period <= 0) throw translator.Scope.Refuse(node, "has a period that is not above zero.");
        var angle = Typing.Call(Function.Multiply, DataType.Double, Typing.ToDouble(value), Real(2 * Math.PI));
        return Typing.Call(function, DataType.Double, Typing.Call(Function.Divide, DataType.Double, angle, Real(period)));
    }
}
