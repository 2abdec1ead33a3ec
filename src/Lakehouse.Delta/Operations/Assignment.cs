using Lakehouse.Delta.Internal.Operations;

namespace Lakehouse.Delta.Operations;

/// <summary>A new value for a column.</summary>
/// <remarks>A number of another type is cast and checked: what would overflow or be rounded fails the operation. Other types must fit as they are.</remarks>
/// <param name="Column">The column's name.</param>
/// <param name="Expression">A scalar expression of DuckDB over the table's columns; in a merge over <c>target.column</c> and <c>source.column</c>.</param>
public sealed record Assignment(string Column, string Expression)
{
    /// <summary>A constant, of the kinds that <see cref="RowSource.Rows"/> takes.</summary>
    public static Assignment Value(string column, object? value) => new(column, SqlValue.Literal(value));
}
