using System.Linq.Expressions;
using Lakehouse.Features.Expressions;

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

    internal static Expr Translate(Translator translator, MemberExpression node)
    {
        if (node.Expression is not { } owner) throw Refuse(translator, node);
        var name = node.Member.Name;
        if (Nullable.GetUnderlyingType(owner.Type) is not null)
        {
            if (name == "Value") return translator.Translate(owner);
            if (name == "HasValue") return Typing.Call(Function.Not, DataType.Bool, Typing.Call(Function.IsNull, DataType.Bool, translator.Translate(owner)));
        }

        if (owner.Type == typeof(string) && name == "Length") return Typing.Call(Function.Length, DataType.Int64, translator.Translate(owner));
        if (owner.Type == typeof(DateTimeOffset) && (DateParts.TryGetValue(name, out var part) || TimeParts.TryGetValue(name, out part))) return Part(translator, part, owner);
        if (owner.Type == typeof(DateOnly) && DateParts.TryGetValue(name, out part)) return Part(translator, part, owner);
        throw Refuse(translator, node);
    }

    private static CallExpr Part(Translator translator, Function part, Expression owner) => Typing.Call(part, DataType.Int64, translator.Translate(owner));

    private static DefinitionException Refuse(Translator translator, MemberExpression node) =>
        translator.Scope.Refuse(node, $"uses {node.Member.DeclaringType?.Name}.{node.Member.Name}, which definitions do not have. {Advice(node)}");

    private static string Advice(MemberExpression node) => (node.Member.DeclaringType, node.Member.Name) switch
    {
        (_, "DayOfWeek") => "Write .IsoDayOfWeek(): 1 = Monday to 7 = Sunday.",
        var (type, _) when type == typeof(DateTime) => "Write .AsUtc() first, then take the part.",
        var (type, name) when type == typeof(DateTimeOffset) && name is "Date" or "UtcDateTime" or "DateTime" => "Write .DateUtc() for the day.",
        var (type, _) when type == typeof(DateTimeOffset) => "Use Year, Month, Day, Hour, Minute, Second, DayOfYear, .IsoDayOfWeek() or .MicrosSince(…).",
        var (type, _) when type == typeof(TimeSpan) => "Write .MicrosSince(…) and compare microseconds.",
        _ => "Map the value to a column of its own.",
    };
}
