using Lakehouse.Features;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using Lakehouse.Testing.Internal.Interpretation;

namespace Lakehouse.Testing;

/// <summary>The meaning of expressions by walking their trees (semantics §5): what any evaluator must agree with, bit for bit.</summary>
public static class ExpressionOracle
{
    /// <summary>An expression's value over a row.</summary>
    /// <param name="expression">An expression without aggregates.</param>
    /// <param name="fields">The row's fields.</param>
    /// <param name="row">Their values.</param>
    /// <exception cref="ValueOverflowException">The exact value does not fit its type.</exception>
    public static Value Evaluate(Expr expression, IReadOnlyList<Field> fields, Value[] row) => Interpreter.OverRow(expression, fields, row);
}
