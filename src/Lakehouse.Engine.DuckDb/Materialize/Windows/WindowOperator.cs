using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Columns of a window view.</summary>
/// <remarks>
/// 1. Each distinct aggregate of each window is computed once per block, column-wise: a tight loop over the block's instants with no work per cell but the aggregate's own.
/// 2. Sums and counts come from prefix sums over the key, extremes and distinct counts from structures that slide on from block to block.
/// 3. Features that compute with aggregates read those blocks.
/// </remarks>
internal sealed class WindowOperator : IViewOperator
{
    private readonly AggregateFactory factory;
    private readonly Dictionary<(AggregateExpr Aggregate, int Window), WindowAggregate> aggregates = [];
    private readonly List<CombinedFeature> combined = [];

    public WindowOperator(WindowViewDefinition view, IReadOnlyList<Expr> inputs, int capacity)
    {
        var columns = view.Columns;
        factory = new AggregateFactory(inputs, [.. ExprWalk.Aggregates(view.Features.Select(f => f.Expression))], capacity);
        Columns = [.. columns.Select(column => Column(column, view.Windows.IndexOf(column.Window!), capacity))];
    }

    public IReadOnlyList<CellColumn> Columns { get; }

    public void BeginKey(KeyEvents events)
    {
        foreach (var stream in factory.Streams) stream.Load(events);
        foreach (var sums in factory.Sums) sums.Load();
        foreach (var ids in factory.Ids) ids.Load();
        foreach (var aggregate in aggregates.Values) aggregate.BeginKey();
    }

    public void Compute(InstantBlock block)
    {
        foreach (var aggregate in aggregates.Values) aggregate.Compute(block);
        foreach (var feature in combined) feature.Compute(block.Count);
    }

    private CellColumn Column(FeatureColumn column, int window, int capacity)
    {
        if (column.Expression is AggregateExpr bare) return AggregateOf(bare, window).Output;
        AggregateExpr[] parts = [.. ExprWalk.Aggregates([column.Expression])];
        var function = ExpressionCompiler.CompileOverAggregates(column.Expression, parts);
        var feature = new CombinedFeature(function, [.. parts.Select(part => AggregateOf(part, window).Output)], column.Type, capacity);
        combined.Add(feature);
        return feature.Output;
    }

    private WindowAggregate AggregateOf(AggregateExpr aggregate, int window)
    {
        if (!aggregates.TryGetValue((aggregate, window), out var shared)) aggregates.Add((aggregate, window), shared = factory.Create(aggregate, window));
        return shared;
    }
}
