using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>The aggregates of window features: what each accepts and gives (semantics §3).</summary>
internal static class WindowAggregates
{
    private const string Count = "Count";
    private const string Where = "Where";

    private static readonly Dictionary<string, Aggregate> ByMethod = new(StringComparer.Ordinal)
    {
        [Count] = Aggregate.Count,
        ["CountNotNull"] = Aggregate.Count,
        ["CountDistinct"] = Aggregate.CountDistinct,
        ["Sum"] = Aggregate.Sum,
        ["Mean"] = Aggregate.Mean,
        ["Min"] = Aggregate.Min,
        ["Max"] = Aggregate.Max,
        ["Var"] = Aggregate.Var,
        ["VarPop"] = Aggregate.VarPop,
        ["StdDev"] = Aggregate.StdDev,
        ["StdDevPop"] = Aggregate.StdDevPop,
        ["First"] = Aggregate.First,
        ["Last"] = Aggregate.Last,
    };

    /// <summary>The aggregate that a call on the window's events stands for; null for other terms.</summary>
    internal static Expr? Resolve(Translator translator, Term term, TranslationScope row)
    {
        if (term is ParameterTerm { Type.Name: ClrType.WindowEvents }) throw NoValue(translator, term);
        if (term is not CallTerm { Instance: { } owner } call || !call.DeclaringType.Is(ClrType.WindowEvents)) return null;
        if (call.Name == Where) throw NoValue(translator, term);
        if (!ByMethod.TryGetValue(call.Name, out var aggregate)) return null;
        var events = new Translator(row);
        var filter = Filter(translator, events, owner);
        if (call.Name == Count)
            return new AggregateExpr(Aggregate.Count, Argument: null, Both(filter, call.Arguments.IsEmpty ? null : Condition(events, call.Arguments[0])), DataType.Int64);

        var argument = events.Translate(Body(events, call.Arguments[0]));
        var type = TypeOf(aggregate, argument.Type) ?? throw translator.Scope.Refuse(Rule.AggregateType, term, Refusal(call.Name, aggregate, argument.Type));
        return new AggregateExpr(aggregate, argument, filter, type);
    }

    private static Expr? Filter(Translator translator, Translator events, Term owner) => owner switch
    {
        ParameterTerm => null,
        CallTerm { Name: Where, Instance: { } inner } where => Both(Filter(translator, events, inner), Condition(events, where.Arguments[0])),
        _ => throw translator.Scope.Refuse(Rule.ClosedList, owner, "is not the window's events. Aggregate the lambda's parameter, or filter it by .Where(…)."),
    };

    private static Expr Condition(Translator events, Term lambda) => events.Translate(Body(events, lambda), DataType.Bool);

    private static Expr? Both(Expr? left, Expr? right) => left is null ? right : right is null ? left : Typing.Call(Function.And, DataType.Bool, left, right);

    private static Term Body(Translator events, Term argument) => argument is LambdaTerm lambda ? lambda.Body
        : throw events.Scope.Refuse(Rule.ClosedList, argument, "is a delegate, which is compiled and cannot be read. Write the lambda in its place.");

    private static DefinitionException NoValue(Translator translator, Term term) =>
        translator.Scope.Refuse(Rule.ClosedList, term, "is a set of events, not a value; aggregate it, for example by .Count().");

    private static DataType? TypeOf(Aggregate aggregate, DataType argument) => aggregate switch
    {
        Aggregate.Count => DataType.Int64,
        Aggregate.Sum when argument.Kind == TypeKind.Int64 => DataType.Int64,
        Aggregate.Sum when argument.Kind == TypeKind.Decimal => DataType.Decimal(18, argument.Scale),
        Aggregate.Mean or Aggregate.Var or Aggregate.VarPop or Aggregate.StdDev or Aggregate.StdDevPop when argument.IsExact => DataType.Double,
        Aggregate.Min or Aggregate.Max when argument.IsNumeric || argument.Kind is TypeKind.Timestamp or TypeKind.Date => argument,
        Aggregate.First or Aggregate.Last => argument,
        Aggregate.CountDistinct when argument.IsKey => DataType.Int64,
        _ => null,
    };

    private static string Refusal(string method, Aggregate aggregate, DataType argument) => aggregate switch
    {
        Aggregate.CountDistinct => $"counts different values of {argument}; {method} takes bool, int64, decimal, string, timestamp and date.",
        Aggregate.Min or Aggregate.Max => $"is {method} of {argument}; it takes int64, decimal, double, timestamp and date.",
        _ when argument.Kind == TypeKind.Double =>
            $"is {method} of a double, whose result would depend on the order of events. Write .Quantize(scale) on the value, which makes it exact.",
        _ => $"is {method} of {argument}; it takes int64 and decimal.",
    };
}
