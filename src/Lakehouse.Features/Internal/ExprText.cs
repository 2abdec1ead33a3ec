using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Internal;

/// <summary>Expressions as people read them.</summary>
internal static class ExprText
{
    internal static string Of(Expr expression) => expression switch
    {
        ColumnExpr column => column.Name,
        LiteralExpr { Value.IsNull: true } => "NULL",
        LiteralExpr { Type.Kind: TypeKind.String } literal => $"'{literal.Value.AsString}'",
        LiteralExpr literal => ValueText.Of(literal.Value, literal.Type),
        AggregateExpr aggregate => OfAggregate(aggregate),
        CallExpr { Function: Function.Not, Arguments: [CallExpr { Function: Function.IsNull } test] } => $"{Inner(test.Arguments[0])} is not null",
        CallExpr { Function: Function.IsNull } call => $"{Inner(call.Arguments[0])} is null",
        CallExpr { Function: Function.Not } call => $"not {Inner(call.Arguments[0])}",
        CallExpr { Function: Function.Negate } call => $"-{Inner(call.Arguments[0])}",
        CallExpr call when Infix(call.Function) is { } symbol => string.Join($" {symbol} ", call.Arguments.Select(Inner)),
        CallExpr call => $"{SnakeCase.Of(call.Function.ToString())}({string.Join(", ", call.Arguments.Select(Of))})",
        _ => expression.GetType().Name,
    };

    private static string OfAggregate(AggregateExpr aggregate)
    {
        var text = $"{SnakeCase.Of(aggregate.Aggregate.ToString())}({(aggregate.Argument is { } argument ? Of(argument) : "")})";
        return aggregate.Filter is { } filter ? $"{text} where {Inner(filter)}" : text;
    }

    private static string Inner(Expr expression)
    {
        var isCompound = expression is AggregateExpr { Filter: not null }
            || (expression is CallExpr { Function: var function } && (Infix(function) is not null || function is Function.Not or Function.IsNull or Function.Negate));
        return isCompound ? $"({Of(expression)})" : Of(expression);
    }

    private static string? Infix(Function function) => function switch
    {
        Function.Equal => "=",
        Function.NotEqual => "<>",
        Function.Less => "<",
        Function.LessOrEqual => "<=",
        Function.Greater => ">",
        Function.GreaterOrEqual => ">=",
        Function.And => "and",
        Function.Or => "or",
        Function.Add => "+",
        Function.Subtract => "-",
        Function.Multiply => "*",
        Function.Divide => "/",
        Function.Remainder => "%",
        _ => null,
    };
}
