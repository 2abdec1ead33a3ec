using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>One expression as one Spark SQL text: for filters and keys; lists of expressions go through <see cref="ProjectionSql"/>, whose text stays short.</summary>
internal static class ExprSql
{
    /// <summary>The SQL of an expression.</summary>
    /// <param name="expression">An expression without logarithms, powers and trigonometry (semantics 5.10).</param>
    /// <param name="leaf">SQL of a <see cref="ColumnExpr"/> or <see cref="AggregateExpr"/>, of exactly its Spark type.</param>
    /// <exception cref="EngineException">Spark has no equal of a function in it.</exception>
    internal static SqlValue Emit(Expr expression, Func<Expr, string> leaf)
    {
        var (value, flags) = new ExprEmitter(new SqlPool(), leaf).Root(expression);
        return new(value.ToString(), flags.Overflow?.ToString(), flags.Unsure?.ToString());
    }
}
