using System.Linq.Expressions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>The aggregates of window features: what each accepts and gives (semantics §3).</summary>
internal static class WindowAggregates
{
    /// <summary>The aggregate that a call on the window's events stands for; null for other nodes.</summary>
    internal static Expr? Resolve<T>(Translator translator, Expression node, TranslationScope row)
    {
        if (node is not MethodCallExpression { Object: { } owner } call || call.Method.DeclaringType != typeof(WindowEvents<T>)) return null;
        if (call.Method.Name == nameof(WindowEvents<>.Where)) throw translator.Scope.Refuse(node, "is a set of events, not a value; aggregate it, for example by .Count().");
        var events = new Translator(row);
        var filter = Filter(translator, events, owner);
        if (call.Method.Name == nameof(WindowEvents<>.Count))
        {
            var condition = call.Arguments.Count == 0 ? null : Condition(events, call.Arguments[0]);
            return new AggregateExpr(Aggregate.Count, Argument: null, Both(filter, condition), DataType.Int64);
        }

        var argument = events.Translate(Lambda(call.Arguments[0]).Body);
        var aggregate = call.Method.Name == nameof(WindowEvents<>.CountNotNull) ? Aggregate.Count : Enum.Parse<Aggregate>(call.Method.Name);
        var type = TypeOf(aggregate, argument.Type) ?? throw translator.Scope.Refuse(node, Refusal(call.Method.Name, aggregate, argument.Type));
        return new AggregateExpr(aggregate, argument, filter, type);
    }

    private static Expr? Filter(Translator translator, Translator events, Expression owner) => owner switch
    {
        ParameterExpression => null,
        MethodCallExpression { Method.Name: nameof(WindowEvents<>.Where), Object: { } inner } where =>
            Both(Filter(translator, events, inner), Condition(events, where.Arguments[0])),
        _ => throw translator.Scope.Refuse(owner, "is not the window's events."),
    };

    private static Expr Condition(Translator events, Expression lambda) => events.Translate(Lambda(lambda).Body, DataType.Bool);

    private static Expr? Both(Expr? left, Expr? right) => left is null ? right : right is null ? left : Typing.Call(Function.And, DataType.Bool, left, right);

    private static LambdaExpression Lambda(Expression argument) => argument as LambdaExpression ?? (LambdaExpression)((UnaryExpression)argument).Operand;

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
