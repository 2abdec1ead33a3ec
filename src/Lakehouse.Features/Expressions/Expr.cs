using System.Collections.Immutable;
using Lakehouse.Features.Internal;

namespace Lakehouse.Features.Expressions;

/// <summary>A typed expression of the intermediate form; meaning as in semantics §5.</summary>
/// <param name="Type">The type of its value.</param>
public abstract record Expr(DataType Type)
{
    /// <summary>The expression as people read it, for messages and diffs; not a stored form.</summary>
    public sealed override string ToString() => ExprText.Of(this);
}

/// <summary>A column of the row at hand (raw record, contract or request field).</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Type">Its type.</param>
public sealed record ColumnExpr(string Name, DataType Type) : Expr(Type);

/// <summary>A constant, possibly NULL.</summary>
/// <param name="Value">The value.</param>
/// <param name="Type">Its type.</param>
public sealed record LiteralExpr(Value Value, DataType Type) : Expr(Type);

/// <summary>A function applied to arguments.</summary>
/// <param name="Function">Which function.</param>
/// <param name="Arguments">Its arguments in order.</param>
/// <param name="Type">The type of the result.</param>
public sealed record CallExpr(Function Function, ImmutableArray<Expr> Arguments, DataType Type) : Expr(Type)
{
    /// <summary>Structural equality.</summary>
    public bool Equals(CallExpr? other) => other is not null && Function == other.Function && Type == other.Type && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc/>
    public override int GetHashCode() => Arguments.Aggregate(HashCode.Combine(Function, Type), HashCode.Combine);
}

/// <summary>An aggregate over the events of one window; stands only in the features of a window view.</summary>
/// <param name="Aggregate">Which aggregate.</param>
/// <param name="Argument">What is aggregated, over a contract row; null only for <see cref="Aggregate.Count"/> of events.</param>
/// <param name="Filter">Only events for which this is TRUE count; null for all.</param>
/// <param name="Type">The type of the result.</param>
public sealed record AggregateExpr(Aggregate Aggregate, Expr? Argument, Expr? Filter, DataType Type) : Expr(Type);

/// <summary>Aggregates over a window (semantics §3); all skip NULL.</summary>
public enum Aggregate
{
    /// <summary>Number of events, or of events whose argument is not NULL; 0 where there is none.</summary>
    Count,

    /// <summary>Exact sum of int64 or decimal; 0 where there is no value.</summary>
    Sum,

    /// <summary>Arithmetic mean as double.</summary>
    Mean,

    /// <summary>Smallest value.</summary>
    Min,

    /// <summary>Greatest value.</summary>
    Max,

    /// <summary>Sample variance; NULL for fewer than two values.</summary>
    Var,

    /// <summary>Population variance.</summary>
    VarPop,

    /// <summary>Square root of <see cref="Var"/>.</summary>
    StdDev,

    /// <summary>Square root of <see cref="VarPop"/>.</summary>
    StdDevPop,

    /// <summary>Value of the first event by (event_time, event_id).</summary>
    First,

    /// <summary>Value of the last event by (event_time, event_id).</summary>
    Last,

    /// <summary>Number of different values.</summary>
    CountDistinct,
}
