using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>Properties of values: parts of instants and dates, length of text, Value and HasValue.</summary>
internal static class Members
{
    private static readonly Dictionary<string, Function> DateParts = new(StringComparer.Ordinal)
    {
        ["Year"] = Function.Year,
        ["Month"] = Function.Month,
        ["Day"] = Function.Day,
        ["DayOfYear"] = Function.DayOfYear,
    };

    private static readonly Dictionary<string, Function> TimeParts = new(StringComparer.Ordinal)
    {
        ["Hour"] = Function.Hour,
        ["Minute"] = Function.Minute,
        ["Second"] = Function.Second,
    };

    internal static Expr Translate(Translator translator, MemberTerm term)
    {
        if (term.Owner is not { } owner) throw Refuse(translator, term);
        if (owner.Type.IsNullable)
        {
            if (term.Name == "Value") return translator.Translate(owner);
            if (term.Name == "HasValue") return Typing.Call(Function.Not, DataType.Bool, Typing.Call(Function.IsNull, DataType.Bool, translator.Translate(owner)));
        }

        if (owner.Type.Is(ClrType.String) && term.Name == "Length") return Typing.Call(Function.Length, DataType.Int64, translator.Translate(owner));
        if (owner.Type.Is(ClrType.DateTimeOffset) && (DateParts.TryGetValue(term.Name, out var part) || TimeParts.TryGetValue(term.Name, out part)))
            return Part(translator, part, owner);
        if (owner.Type.Is(ClrType.DateOnly) && DateParts.TryGetValue(term.Name, out part)) return Part(translator, part, owner);
        throw Refuse(translator, term);
    }

    private static CallExpr Part(Translator translator, Function part, Term owner) => Typing.Call(part, DataType.Int64, translator.Translate(owner));

    private static DefinitionException Refuse(Translator translator, MemberTerm term) =>
        translator.Scope.Refuse(Rule.ClosedList, term, $"uses {term.DeclaringType.Simple}.{term.Name}, which definitions do not have. {MethodAdvice.ForMember(term)}");
}
