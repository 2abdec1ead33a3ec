using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Evaluation;

/// <summary>A compiled expression over one row of values.</summary>
/// <param name="row">The row, in the field order given to <see cref="ExpressionCompiler.Compile"/>.</param>
/// <returns>The value, in the expression's type.</returns>
/// <exception cref="ValueOverflowException">The exact result does not fit its type.</exception>
public delegate Value RowFunction(ReadOnlySpan<Value> row);

/// <summary>Turns expressions into delegates: the one implementation of their meaning on one machine.</summary>
public static class ExpressionCompiler
{
    /// <summary>Compiles an expression without aggregates over rows of the given fields.</summary>
    /// <exception cref="DefinitionException">The expression names a column that the row lacks, or holds an aggregate.</exception>
    public static RowFunction Compile(Expr expression, IReadOnlyList<Field> row) => throw new NotImplementedException();

    /// <summary>Compiles a window feature over the values of its aggregates, which become the row.</summary>
    /// <param name="expression">The feature's expression.</param>
    /// <param name="aggregates">Distinct aggregates; the row handed to the delegate holds their values in this order.</param>
    public static RowFunction CompileOverAggregates(Expr expression, IReadOnlyList<AggregateExpr> aggregates) => throw new NotImplementedException();
}
