using System.Collections.Immutable;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>An expression and the column that its value becomes.</summary>
/// <param name="Name">The column's name, unquoted.</param>
/// <param name="Expression">The expression.</param>
internal sealed record NamedExpr(string Name, Expr Expression);

/// <summary>A SELECT over a relation with one column per expression.</summary>
/// <param name="Sql">The query, without parentheses.</param>
/// <param name="Columns">Its computed columns, in the order of the expressions; they stand behind the carried ones.</param>
internal sealed record Projection(string Sql, ImmutableArray<ProjectedColumn> Columns);

/// <summary>The columns of one expression in a <see cref="Projection"/>, unquoted; what they hold is told by <see cref="SqlValue"/>.</summary>
/// <param name="Value">The value's column: the expression's name.</param>
/// <param name="Overflow">The column <c>name__overflow</c>, or null where the value cannot overflow and the column is not there.</param>
/// <param name="Unsure">The column <c>name__unsure</c>, or null where it is not there.</param>
internal sealed record ProjectedColumn(string Value, string? Overflow, string? Unsure);
