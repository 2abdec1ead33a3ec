using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features.Internal.Transforms;

/// <summary>The methods of <c>FeatureTransforms</c>, composed out of the closed function list.</summary>
internal static class TransformMethods
{
    private const int MostBuckets = 65_536;

    internal static Expr? Translate(Translator translator, CallTerm term)
    {
        if (term.Name is "HaversineMetres" or "GridCell") return GeoMethods.Translate(translator, term);
        var value = translator.Translate(term.Arguments[0]);
        return term.Name switch
        {
            "FillNull" => FillNull(translator, term, value),
            "IsMissing" => Flag(Typing.Call(Function.IsNull, DataType.Bool, value)),
            "Clip" => Clip(translator, term, value),
            "Bucket" => Buckets.Translate(translator, term, value),
            "VocabularyIndex" => Index(value, Vocabulary(translator, term)),
            "OneHot" => Vocabulary(translator, term) is var texts ? OneHot(Index(value, texts), texts.Length + 1) : null,
            "HashSign" => Sign(value, Text(translator, term, 1)),
            "NgramBuckets" => Ngrams(translator, term, value),
            "IsWeekend" => IfKnown(value, Flag(Typing.Call(Function.GreaterOrEqual, DataType.Bool, Part(Function.IsoDayOfWeek, value), Whole(6)))),
            "HourOfWeek" => HourOfWeek(value),
            "CyclicSin" => Cyclic(translator, term, value, Function.Sin),
            "CyclicCos" => Cyclic(translator, term, value, Function.Cos),
            _ => null,
        };
    }

    internal static LiteralExpr Whole(long value) => new(Value.Int64(value), DataType.Int64);

    internal static LiteralExpr Real(double value) => new(Value.Double(value), DataType.Double);

    internal static void RequireTranscendental(Translator translator, CallTerm term)
    {
        if (!translator.Scope.AllowsTranscendental)
            throw translator.Scope.Refuse(
                Rule.Transcendental, term, $"is {term.Name}, whose last bits differ between machines. Use it in an on-demand view, or in a transform of a set.");
    }

    /// <summary>The second where the first is not NULL; for functions whose own NULL rule would make a value of it.</summary>
    internal static CallExpr IfKnown(Expr value, Expr result) =>
        Typing.Call(Function.If, result.Type, Typing.Call(Function.IsNull, DataType.Bool, value), new LiteralExpr(Value.Null, result.Type), result);

    private static CallExpr Flag(Expr condition) => Typing.Call(Function.If, DataType.Int64, condition, Whole(1), Whole(0));

    private static CallExpr Part(Function part, Expr instant) => Typing.Call(part, DataType.Int64, instant);

    private static CallExpr FillNull(Translator translator, CallTerm term, Expr value)
    {
        var (first, constant) = translator.Unify(term, value, translator.Translate(term.Arguments[1]));
        if (constant is not LiteralExpr { Value.IsNull: false })
            throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "fills with what is no constant. Write ?? for another column.");
        return Typing.Call(Function.Coalesce, first.Type, first, constant);
    }

    private static CallExpr Clip(Translator translator, CallTerm term, Expr value)
    {
        var (low, high) = translator.Unify(term, translator.Translate(term.Arguments[1]), translator.Translate(term.Arguments[2]));
        if (low is not LiteralExpr || high is not LiteralExpr) throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "needs constant bounds. Write numbers.");
        var isKnown = Literals.IsKnown(term.Arguments[1]) && Literals.IsKnown(term.Arguments[2]);
        if (isKnown && low != high && !Typing.IsBelow(low, high)) throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "has a low bound above the high one. Exchange them.");
        (value, low) = translator.Unify(term, value, low);
        (value, high) = translator.Unify(term, value, high);
        var capped = Typing.Call(Function.If, value.Type, Typing.Call(Function.Greater, DataType.Bool, value, high), high, value);
        return Typing.Call(Function.If, value.Type, Typing.Call(Function.Less, DataType.Bool, value, low), low, capped);
    }

    private static string[] Vocabulary(Translator translator, CallTerm term)
    {
        if (!Literals.TryConstant<string[]>(translator.Scope, term, term.Arguments[1], out var texts)) return [""];
        if (texts.Length == 0) throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "has an empty vocabulary; list the texts.");
        if (Array.Exists(texts, t => t is null))
            throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "has null in its vocabulary; leave it out: NULL is no category, FillNull makes one of it.");
        if (texts.Distinct(StringComparer.Ordinal).Count() != texts.Length) throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "lists a text twice. List each once.");
        return texts;
    }

    private static string Text(Translator translator, CallTerm term, int argument) =>
        Literals.TryConstant<string>(translator.Scope, term, term.Arguments[argument], out var text) ? text : "";

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

    private static CallExpr Ngrams(Translator translator, CallTerm term, Expr text)
    {
        var isLengthKnown = Literals.TryConstant<int>(translator.Scope, term, term.Arguments[1], out var length);
        if (isLengthKnown && length < 1) throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "has n-grams of fewer than one character. Write at least 1.");
        var isCountKnown = Literals.TryConstant<int>(translator.Scope, term, term.Arguments[2], out var buckets);
        if (isCountKnown && buckets is < 1 or > MostBuckets)
            throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "has a number of buckets outside 1 to 65536. Write one in it.");
        var seed = new LiteralExpr(Value.String(Text(translator, term, 3)), DataType.String);
        return Typing.Call(Function.NgramBuckets, DataType.DoubleList, text, Whole(length), Whole(buckets), seed);
    }

    private static CallExpr HourOfWeek(Expr instant)
    {
        var days = Typing.Call(Function.Subtract, DataType.Int64, Part(Function.IsoDayOfWeek, instant), Whole(1));
        return Typing.Call(Function.Add, DataType.Int64, Typing.Call(Function.Multiply, DataType.Int64, days, Whole(24)), Part(Function.Hour, instant));
    }

    private static CallExpr Cyclic(Translator translator, CallTerm term, Expr value, Function function)
    {
        RequireTranscendental(translator, term);
        var isKnown = Literals.TryConstant<double>(translator.Scope, term, term.Arguments[1], out var period);
        if (isKnown && !(period > 0 && period < double.PositiveInfinity))
            throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "has a period that is not above zero. Write a finite one that is.");
        var angle = Typing.Call(Function.Multiply, DataType.Double, Typing.ToDouble(value), Real(2 * Math.PI));
        return Typing.Call(function, DataType.Double, Typing.Call(Function.Divide, DataType.Double, angle, Real(period)));
    }
}
