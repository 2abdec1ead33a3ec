using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Evaluation;

namespace Lakehouse.Features.Evaluation;

/// <summary>A compiled expression over one row of values.</summary>
/// <param name="row">The row, in the field order given to <see cref="ExpressionCompiler.Compile"/>.</param>
/// <returns>The value, in the expression's type.</returns>
/// <exception cref="ValueOverflowException">The exact result does not fit its type.</exception>
public delegate Value RowFunction(ReadOnlySpan<Value> row);

/// <summary>Turns expressions into delegates: the one implementation of their meaning on one machine.</summary>
/// <remarks>
/// 1. Every node becomes one closure over its parts' closures; they are safe for concurrent use and allocate only new text.
/// 2. int64 and decimal arithmetic runs in 128 bits through sums, products, comparisons, conditions and conversions to double, and is checked where its value leaves it.
/// 3. NaN is NULL and −0.0 is 0.0 wherever a double is read or made.
/// </remarks>
public static class ExpressionCompiler
{
    /// <summary>Compiles an expression without aggregates over rows of the given fields.</summary>
    /// <exception cref="DefinitionException">The expression names a column that the row lacks, or holds an aggregate.</exception>
    public static RowFunction Compile(Expr expression, IReadOnlyList<Field> row) => new NodeCompiler(leaf => FindColumn(leaf, row)).Root(expression);

    /// <summary>Compiles a window feature over the values of its aggregates, which become the row.</summary>
    /// <param name="expression">The feature's expression.</param>
    /// <param name="aggregates">Distinct aggregates; the row handed to the delegate holds their values in this order.</param>
    public static RowFunction CompileOverAggregates(Expr expression, IReadOnlyList<AggregateExpr> aggregates) =>
        new NodeCompiler(leaf => FindAggregate(leaf, aggregates)).Root(expression);

    private static int FindColumn(Expr leaf, IReadOnlyList<Field> row)
    {
        if (leaf is not ColumnExpr column) throw new DefinitionException($"{leaf} is an aggregate; aggregates stand only in the features of a window view.");
        for (var i = 0; i < row.Count; i++)
        {
            if (row[i].Name != column.Name) continue;
            if (row[i].Type.Kind != column.Type.Kind || row[i].Type.Scale != column.Type.Scale)
                throw new DefinitionException($"Column {column.Name} is {row[i].Type} in the row, but the expression reads it as {column.Type}.");
            return i;
        }

        throw new DefinitionException($"The row has no column {column.Name}; it has {string.Join(", ", row.Select(f => f.Name))}.");
    }

    private static int FindAggregate(Expr leaf, IReadOnlyList<AggregateExpr> aggregates)
    {
        if (leaf is ColumnExpr column) throw new DefinitionException($"A feature of a window view reads column {column.Name} outside an aggregate; wrap it, for example in Last.");
        for (var i = 0; i < aggregates.Count; i++)
        {
            if (aggregates[i] == leaf) return i;
        }

        throw new DefinitionException($"The aggregate {leaf} is not among those computed.");
    }
}
