using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Columns of a window view.</summary>
/// <remarks>
/// 1. Each distinct aggregate is computed once per block, column-wise: a tight loop over the block's instants with no work per cell but the aggregate's own.
/// 2. What aggregates share is found once per block: which values each window holds, how many they are, their sums.
/// 3. Sums and counts come from prefix sums over the events at hand, extremes and distinct counts from structures that slide on from block to block.
/// 4. Features that compute with aggregates read those blocks.
/// </remarks>
internal sealed class WindowOperator : IViewOperator
{
    private readonly AggregateFactory factory;
    private readonly Dictionary<AggregateExpr, WindowAggregate> aggregates = [];
    private readonly List<CombinedFeature> combined = [];

    public WindowOperator(WindowViewDefinition view, IReadOnlyList<Expr> inputs, int capacity)
    {
        factory = new AggregateFactory(inputs, [.. ExprWalk.Aggregates(view.Features.Select(f => f.Expression))], view.Windows.Length, capacity);
        Columns = [.. view.Columns.Select(column => Column(column, view.Windows.IndexOf(column.Window!), capacity))];
    }

    public IReadOnlyList<CellColumn> Columns { get; }

    public void Load(KeyEvents events)
    {
        foreach (var stream in factory.Streams) stream.Load(events);
        foreach (var sums in factory.Sums) sums.Load();
        foreach (var ids in factory.Ids) ids.Load();
    }

    public void Compute(InstantBlock block)
    {
        foreach (var stream in factory.Streams) stream.Place(block);
        foreach (var sums in factory.Sums) sums.Place();
        foreach (var aggregate in aggregates.Values) aggregate.Compute(block);
        foreach (var feature in combined) feature.Compute(block.Count);
    }

    public void Forget(int events)
    {
        foreach (var stream in factory.Streams) stream.Forget(events);
        foreach (var aggregate in aggregates.Values) aggregate.Forget();
        foreach (var sums in factory.Sums) sums.Forget();
        foreach (var ids in factory.Ids) ids.Forget();
    }

    public void Clear()
    {
        foreach (var stream in factory.Streams) stream.Clear();
        foreach (var aggregate in aggregates.Values) aggregate.Clear();
        foreach (var sums in factory.Sums) sums.Clear();
        foreach (var ids in factory.Ids) ids.Clear();
    }

    private CellColumn Column(FeatureColumn column, int window, int capacity)
    {
        if (column.Expression is AggregateExpr bare) return AggregateOf(bare).Outputs[window];
        AggregateExpr[] parts = [.. ExprWalk.Aggregates([column.Expression])];
        var function = ExpressionCompiler.CompileOverAggregates(column.Expression, parts);
        var feature = new CombinedFeature(function, [.. parts.Select(part => AggregateOf(part).Outputs[window])], column.Type, capacity);
        combined.Add(feature);
        return feature.Output;
    }

    private WindowAggregate AggregateOf(AggregateExpr aggregate)
    {
        if (!aggregates.TryGetValue(aggregate, out var shared)) aggregates.Add(aggregate, shared = factory.Create(aggregate));
        return shared;
    }
}
