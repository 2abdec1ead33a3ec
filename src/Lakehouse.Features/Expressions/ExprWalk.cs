namespace Lakehouse.Features.Expressions;

/// <summary>What an expression is made of: the basis of pruning, lineage and identity.</summary>
public static class ExprWalk
{
    /// <summary>The expression and all expressions inside it, outside in, aggregates' arguments and filters included.</summary>
    public static IEnumerable<Expr> SelfAndParts(this Expr expression)
    {
        yield return expression;
        foreach (var part in Parts(expression))
        {
            foreach (var inner in part.SelfAndParts()) yield return inner;
        }
    }

    /// <summary>The names of all columns that the expressions read, each once, in order of first appearance.</summary>
    public static IEnumerable<string> ColumnNames(IEnumerable<Expr> expressions) =>
        expressions.SelectMany(SelfAndParts).OfType<ColumnExpr>().Select(c => c.Name).Distinct(StringComparer.Ordinal);

    /// <summary>The different aggregates in the expressions, in order of first appearance.</summary>
    public static IEnumerable<AggregateExpr> Aggregates(IEnumerable<Expr> expressions) => expressions.SelectMany(SelfAndParts).OfType<AggregateExpr>().Distinct();

    private static IEnumerable<Expr> Parts(Expr expression) => expression switch
    {
        CallExpr call => call.Arguments,
        AggregateExpr aggregate => new[] { aggregate.Argument, aggregate.Filter }.OfType<Expr>(),
        _ => [],
    };
}
