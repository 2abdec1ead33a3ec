using Lakehouse.Features;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Makes aggregates that share what can be shared: streams by (argument, filter), running sums and numbered values by stream.</summary>
/// <param name="inputs">The view's inputs.</param>
/// <param name="aggregates">All aggregates that will be asked for.</param>
/// <param name="windows">Number of windows.</param>
/// <param name="capacity">Greatest block of instants.</param>
internal sealed class AggregateFactory(IReadOnlyList<Expr> inputs, IReadOnlyList<AggregateExpr> aggregates, int windows, int capacity)
{
    private readonly Dictionary<(Expr? Argument, Expr? Filter), ValueStream> streams = [];
    private readonly Dictionary<ValueStream, RunningSums> sums = [];
    private readonly Dictionary<ValueStream, DenseIds> ids = [];

    public IReadOnlyCollection<ValueStream> Streams => streams.Values;

    public IReadOnlyCollection<RunningSums> Sums => sums.Values;

    public IReadOnlyCollection<DenseIds> Ids => ids.Values;

    public WindowAggregate Create(AggregateExpr aggregate)
    {
        var stream = StreamOf(aggregate);
        return aggregate.Aggregate switch
        {
            Aggregate.Count => new CountAggregate(stream, capacity),
            Aggregate.Sum => new SumAggregate(stream, SumsOf(aggregate), aggregate.Type, capacity),
            Aggregate.Min or Aggregate.Max => Extreme(stream, aggregate),
            Aggregate.First or Aggregate.Last => new EdgeAggregate(stream, aggregate.Aggregate == Aggregate.Last, aggregate.Type, capacity),
            Aggregate.CountDistinct => new DistinctAggregate(stream, IdsOf(stream), capacity),
            _ => new MomentAggregate(stream, SumsOf(aggregate), aggregate.Aggregate, capacity),
        };
    }

    private WindowAggregate Extreme(ValueStream stream, AggregateExpr aggregate) => (aggregate.Type.Kind, aggregate.Aggregate) switch
    {
        (TypeKind.Double, Aggregate.Min) => new ExtremeAggregate<LeastDouble>(stream, aggregate.Type, capacity),
        (TypeKind.Double, _) => new ExtremeAggregate<GreatestDouble>(stream, aggregate.Type, capacity),
        (_, Aggregate.Min) => new ExtremeAggregate<LeastInteger>(stream, aggregate.Type, capacity),
        _ => new ExtremeAggregate<GreatestInteger>(stream, aggregate.Type, capacity),
    };

    private ValueStream StreamOf(AggregateExpr aggregate)
    {
        var key = (aggregate.Argument, aggregate.Filter);
        if (streams.TryGetValue(key, out var shared)) return shared;
        var stream = new ValueStream(inputs.IndexOf(aggregate.Argument), inputs.IndexOf(aggregate.Filter), windows, capacity);
        streams.Add(key, stream);
        return stream;
    }

    private RunningSums SumsOf(AggregateExpr aggregate)
    {
        var stream = StreamOf(aggregate);
        if (sums.TryGetValue(stream, out var shared)) return shared;
        var squares = aggregates.Any(a => NeedsSquares(a) && a.Argument == aggregate.Argument && a.Filter == aggregate.Filter);
        sums.Add(stream, shared = new RunningSums(stream, squares, capacity));
        return shared;
    }

    private DenseIds IdsOf(ValueStream stream)
    {
        if (!ids.TryGetValue(stream, out var shared)) ids.Add(stream, shared = new DenseIds(stream));
        return shared;
    }

    private static bool NeedsSquares(AggregateExpr aggregate) => aggregate.Aggregate is Aggregate.Var or Aggregate.VarPop or Aggregate.StdDev or Aggregate.StdDevPop;
}
