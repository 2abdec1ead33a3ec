using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Definitions;

/// <summary>A column of a set that is computed after the join, from features, keys and inputs.</summary>
/// <param name="Name">Its name, in frames and answers.</param>
/// <param name="Value">Over features (<c>view.column</c>), key columns and inputs by name.</param>
/// <param name="Fit">What is fitted to the value on training rows; null for the value itself.</param>
public sealed record SetTransform(string Name, Expr Value, FitDefinition? Fit)
{
    /// <summary>Type of the column.</summary>
    public DataType Type => Fit?.ResultType ?? Value.Type;
}
