using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>The methods of <c>FeatureExpressions</c>.</summary>
internal static class Markers
{
    internal static Expr? Translate(Translator translator, CallTerm term)
    {
        var first = translator.Translate(term.Arguments[0]);
        return term.Name switch
        {
            "AsUtc" => Typing.Call(Function.AsUtc, DataType.Timestamp, first),
            "DividedBy" => Arithmetic.Divide(first, translator.Translate(term.Arguments[1])),
            "Quantize" => Quantize(translator, term, first),
            "HashBucket" => HashBucket(translator, term, first),
            "ToText" => ToText(translator, term, first),
            "IsoDayOfWeek" => Typing.Call(Function.IsoDayOfWeek, DataType.Int64, first),
            "DateUtc" => Typing.Call(Function.DateOf, DataType.Date, first),
            "MidnightUtc" => Typing.Call(Function.MidnightUtc, DataType.Timestamp, first),
            "MicrosSince" => Typing.Call(Function.MicrosBetween, DataType.Int64, first, translator.Translate(term.Arguments[1], DataType.Timestamp)),
            "AddMicros" => Typing.Call(Function.AddMicros, DataType.Timestamp, first, translator.Translate(term.Arguments[1], DataType.Int64)),
            _ => null,
        };
    }

    internal static Expr ToText(Translator translator, Term term, Expr value) => value.Type.Kind switch
    {
        TypeKind.String => value,
        TypeKind.Double => throw Refuse(translator, term, "makes text of a double, which engines write differently. Write .Quantize(scale) first."),
        TypeKind.Binary or TypeKind.DoubleList => throw Refuse(translator, term, $"makes text of {value.Type}, which has none. Leave it out."),
        TypeKind.TimestampNtz => throw Refuse(translator, term, "makes text of a time without a zone. Write .AsUtc() first."),
        _ => Typing.Call(Function.ToText, DataType.String, value),
    };

    private static CallExpr Quantize(Translator translator, CallTerm term, Expr value)
    {
        var isKnown = Literals.TryConstant<int>(translator.Scope, term, term.Arguments[1], out var scale);
        if (isKnown && scale is < 0 or > 18) throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "has a scale outside 0 to 18. Write one in it.");
        return Typing.Call(Function.Quantize, DataType.Decimal(18, scale), Typing.ToDouble(value), new LiteralExpr(Value.Int64(scale), DataType.Int64));
    }

    private static CallExpr HashBucket(Translator translator, CallTerm term, Expr text)
    {
        var isKnown = Literals.TryConstant<int>(translator.Scope, term, term.Arguments[1], out var count);
        if (isKnown && count < 1) throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "has fewer than one bucket. Write at least 1.");
        Literals.TryConstant<string>(translator.Scope, term, term.Arguments[2], out var seed);
        var size = new LiteralExpr(Value.Int64(count), DataType.Int64);
        return Typing.Call(Function.HashBucket, DataType.Int64, text, size, new LiteralExpr(Value.String(seed ?? ""), DataType.String));
    }

    private static DefinitionException Refuse(Translator translator, Term term, string reason) => translator.Scope.Refuse(Rule.TypeMismatch, term, reason);
}
