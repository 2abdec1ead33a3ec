using System.Collections.Immutable;
using Lakehouse.Features.Internal.Transforms;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>The methods that definitions know.</summary>
internal static class Methods
{
    /// <summary>Functions of doubles, and whether their last bit differs between machines.</summary>
    private static readonly Dictionary<(string Name, int Arguments), (Function Function, bool IsTranscendental)> OfMath = new()
    {
        [("Abs", 1)] = (Function.Abs, false),
        [("Floor", 1)] = (Function.Floor, false),
        [("Ceiling", 1)] = (Function.Ceiling, false),
        [("Sqrt", 1)] = (Function.Sqrt, false),
        [("Log", 1)] = (Function.Ln, true),
        [("Exp", 1)] = (Function.Exp, true),
        [("Pow", 2)] = (Function.Pow, true),
        [("Sin", 1)] = (Function.Sin, true),
        [("Cos", 1)] = (Function.Cos, true),
        [("Asin", 1)] = (Function.Asin, true),
    };

    /// <summary>Functions of texts by method and number of arguments, the text itself not counted.</summary>
    private static readonly Dictionary<(string Name, int Arguments), (Function Function, DataType Type)> OfText = new()
    {
        [("Trim", 0)] = (Function.Trim, DataType.String),
        [("ToUpper", 0)] = (Function.Upper, DataType.String),
        [("ToUpperInvariant", 0)] = (Function.Upper, DataType.String),
        [("ToLower", 0)] = (Function.Lower, DataType.String),
        [("ToLowerInvariant", 0)] = (Function.Lower, DataType.String),
        [("Contains", 1)] = (Function.Contains, DataType.Bool),
        [("StartsWith", 1)] = (Function.StartsWith, DataType.Bool),
        [("EndsWith", 1)] = (Function.EndsWith, DataType.Bool),
        [("Equals", 1)] = (Function.Equal, DataType.Bool),
        [("Replace", 2)] = (Function.Replace, DataType.String),
        [("Substring", 1)] = (Function.Substring, DataType.String),
        [("Substring", 2)] = (Function.Substring, DataType.String),
    };

    /// <summary>Moves of an instant by whole numbers, in microseconds.</summary>
    private static readonly Dictionary<string, long> Moves = new(StringComparer.Ordinal)
    {
        ["AddDays"] = 86_400_000_000,
        ["AddHours"] = 3_600_000_000,
        ["AddMinutes"] = 60_000_000,
        ["AddSeconds"] = 1_000_000,
        ["AddMilliseconds"] = 1_000,
    };

    internal static Expr Translate(Translator translator, CallTerm term)
    {
        var translated = term.DeclaringType.Name switch
        {
            ClrType.FeatureExpressions => Markers.Translate(translator, term),
            ClrType.FeatureTransforms => TransformMethods.Translate(translator, term),
            ClrType.String => Text(translator, term),
            ClrType.Math => MathFunction(translator, term),
            ClrType.DateTimeOffset => Move(translator, term),
            _ => null,
        };
        return translated ?? throw translator.Scope.Refuse(
            Rule.ClosedList, term, $"calls {term.DeclaringType.Simple}.{term.Name}, which definitions do not have. {MethodAdvice.For(term)}");
    }

    internal static CallExpr Concat(Translator translator, IEnumerable<Term> parts) =>
        new(Function.Concat, parts.SelectMany(Flatten).Select(part => AsText(translator, part)).ToImmutableArray(), DataType.String);

    private static IEnumerable<Term> Flatten(Term part) =>
        part is BinaryTerm { Operator: Operator.Add } sum && part.Type.Is(ClrType.String) ? new[] { sum.Left, sum.Right }.SelectMany(Flatten) : [part];

    private static Expr AsText(Translator translator, Term part)
    {
        var value = translator.Translate(part);
        if (value.Type.Kind == TypeKind.String) return value;
        if (value is LiteralExpr { Value.IsNull: false } literal && literal.Type.Kind != TypeKind.Double)
            return new LiteralExpr(Value.String(ValueText.Of(literal.Value, literal.Type)), DataType.String);
        return Markers.ToText(translator, part, value);
    }

    private static Expr? Text(Translator translator, CallTerm term)
    {
        var arguments = Arguments(translator, term);
        if (term.Instance is { } text)
            return OfText.TryGetValue((term.Name, arguments.Count), out var known) ? Strict(translator, known.Function, known.Type, [text, .. arguments]) : null;
        if (term.Name == "Equals" && arguments.Count == 2) return Strict(translator, Function.Equal, DataType.Bool, arguments);
        if (term.Name != "Concat" || arguments.Count == 0) return null;
        return arguments[0] is ListTerm list ? Concat(translator, list.Items) : arguments.Count > 1 ? Concat(translator, arguments) : null;
    }

    /// <summary>The arguments without a StringComparison, which must be Ordinal.</summary>
    private static List<Term> Arguments(Translator translator, CallTerm term)
    {
        foreach (var argument in term.Arguments.Where(a => a.Type.Is(ClrType.StringComparison)))
        {
            if (IsOrdinal(translator, term, argument)) continue;
            const string Advice = "Text is compared by its bytes: use StringComparison.Ordinal, and .ToUpper() to ignore ASCII case.";
            throw translator.Scope.Refuse(Rule.ClosedList, term, $"compares by culture or case. {Advice}");
        }

        return [.. term.Arguments.Where(a => !a.Type.Is(ClrType.StringComparison))];
    }

    /// <summary>True for Ordinal, and for a constant that source text does not show.</summary>
    private static bool IsOrdinal(Translator translator, CallTerm term, Term argument) =>
        argument is ConstantTerm && (!Literals.TryConstant<StringComparison>(translator.Scope, term, argument, out var comparison) || comparison == StringComparison.Ordinal);

    private static Expr? MathFunction(Translator translator, CallTerm term)
    {
        if (!OfMath.TryGetValue((term.Name, term.Arguments.Length), out var known)) return null;
        var arguments = term.Arguments.Select(translator.Translate).ToArray();
        if (known.IsTranscendental && !translator.Scope.AllowsTranscendental)
            throw translator.Scope.Refuse(
                Rule.Transcendental, term, $"calls Math.{term.Name}, whose last bits differ between machines. Compute it in an on-demand view or in the model.");
        if (known.Function == Function.Abs) return Typing.Call(Function.Abs, arguments[0].Type, arguments[0]);
        if (known.Function is Function.Floor or Function.Ceiling)
            return TypeMap.IsDouble(term.Type) ? Typing.ToDouble(Typing.Call(known.Function, DataType.Int64, Typing.ToDouble(arguments[0]))) : null;
        return Typing.Call(known.Function, DataType.Double, [.. arguments.Select(Typing.ToDouble)]);
    }

    /// <summary><c>AddDays</c> and the like by a whole number.</summary>
    private static CallExpr? Move(Translator translator, CallTerm term)
    {
        if (!Moves.TryGetValue(term.Name, out var unit) || term.Instance is not { } instant) return null;
        var count = translator.Translate(term.Arguments[0]) switch
        {
            CallExpr { Function: Function.ToDouble } call when call.Arguments[0].Type.Kind == TypeKind.Int64 => call.Arguments[0],
            LiteralExpr { Value.IsNull: false } literal when literal.Value.AsDouble is var number && number == Math.Floor(number) && Math.Abs(number) < 1E15
                => new LiteralExpr(Value.Int64((long)number), DataType.Int64),
            _ => throw translator.Scope.Refuse(Rule.ConstantNeeded, term, "moves by a number that is not whole. Write .AddMicros(…)."),
        };
        var micros = Typing.Call(Function.Multiply, DataType.Int64, count, new LiteralExpr(Value.Int64(unit), DataType.Int64));
        return Typing.Call(Function.AddMicros, DataType.Timestamp, translator.Translate(instant, DataType.Timestamp), micros);
    }

    private static CallExpr Strict(Translator translator, Function function, DataType type, IReadOnlyList<Term> arguments)
    {
        var translated = arguments.Select((argument, i) => translator.Translate(argument, function == Function.Substring && i > 0 ? DataType.Int64 : DataType.String));
        return new(function, translated.ToImmutableArray(), type);
    }
}
