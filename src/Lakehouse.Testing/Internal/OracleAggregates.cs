using System.Collections.Immutable;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Internal;

/// <summary>The aggregates of a window view over any set of events.</summary>
internal sealed class OracleAggregates
{
    private readonly (RowFunction? Argument, RowFunction? Filter)[] functions;

    internal OracleAggregates(WindowViewDefinition view)
    {
        All = [.. ExprWalk.Aggregates(view.Features.Select(f => f.Expression))];
        functions = [.. All.Select(a => (Compile(a.Argument, view), Compile(a.Filter, view)))];
    }

    internal ImmutableArray<AggregateExpr> All { get; }

    /// <summary>The aggregates that a column reads, over the events in its window before an instant; the others stay NULL.</summary>
    /// <exception cref="ValueOverflowException">An aggregate or an argument overflows.</exception>
    internal Value[] Of(IEnumerable<OracleEvent> before, FeatureColumn column, long instant)
    {
        var inside = before.Where(e => column.Window!.LengthMicros is not { } length || e.TimeMicros >= (Int128)instant - length).ToArray();
        var used = ExprWalk.Aggregates([column.Expression]).ToHashSet();
        return [.. All.Select((aggregate, i) => used.Contains(aggregate) ? Compute(aggregate, functions[i], inside) : Value.Null)];
    }

    private static Value Compute(AggregateExpr aggregate, (RowFunction? Argument, RowFunction? Filter) functions, OracleEvent[] events)
    {
        var counted = events.Where(e => functions.Filter is null || functions.Filter(e.Row) is { IsNull: false, AsBool: true });
        if (functions.Argument is null) return Value.Int64(counted.Count());
        return FirstPrinciples.Compute(aggregate, [.. counted.Select(e => functions.Argument(e.Row)).Where(v => !v.IsNull)]);
    }

    private static RowFunction? Compile(Expr? expression, WindowViewDefinition view) => expression is null ? null : ExpressionCompiler.Compile(expression, view.Contract.Schema);
}
