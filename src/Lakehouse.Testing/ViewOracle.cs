using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Testing.Internal;

namespace Lakehouse.Testing;

/// <summary>What a view means, by brute force: every instant's value is computed anew from all events (semantics §2, §3, §5).</summary>
/// <remarks>
/// 1. Instants of a key are read off its events: te for a state view; te + 1 and te + W + 1, moved up to the grid, for a window view.
/// 2. At an instant every aggregate runs over the events of [t − W, t), in (event_time, event_id) order, in unbounded integers.
/// 3. Nothing is shared with an engine but the evaluator of expressions.
/// </remarks>
public sealed class ViewOracle
{
    private readonly EntityViewDefinition view;
    private readonly Dictionary<Value[], OracleEvent[]> eventsByKey;
    private readonly OracleAggregates? aggregates;
    private readonly RowFunction[] features;

    /// <summary>Prepares the oracle.</summary>
    /// <param name="view">A window or state view.</param>
    /// <param name="silver">The contract's rows in force: unique event ids, in any order.</param>
    public ViewOracle(EntityViewDefinition view, IEnumerable<Value[]> silver)
    {
        this.view = view;
        Events = OracleEvent.Read(view, silver);
        eventsByKey = Events.GroupBy(e => e.Key, KeyOrder.Of(view.Entity.Keys)).ToDictionary(g => g.Key, g => g.ToArray(), KeyOrder.Of(view.Entity.Keys));
        if (view is WindowViewDefinition window)
        {
            aggregates = new(window);
            features = [.. window.Columns.Select(c => ExpressionCompiler.CompileOverAggregates(c.Expression, aggregates.All))];
        }
        else
        {
            features = [.. view.Columns.Select(c => ExpressionCompiler.Compile(c.Expression, view.Contract.Schema))];
        }
    }

    /// <summary>The keys that have events, in order.</summary>
    public IReadOnlyList<Value[]> Keys => [.. eventsByKey.Keys.Order(KeyOrder.Of(view.Entity.Keys))];

    /// <summary>The view's events by (event_time, event_id): those without a NULL in their key.</summary>
    internal IReadOnlyList<OracleEvent> Events { get; }

    /// <summary>All gold rows of one full run: every instant up to the frontier, by key and valid_from, whether or not a value differs.</summary>
    /// <exception cref="ValueOverflowException">A value overflows and the view does not declare NULL for it.</exception>
    public IReadOnlyList<ExpectedRow> Rows(long frontierMicros) => [.. Keys.SelectMany(key => Rows(key, frontierMicros))];

    /// <summary>lookup(key, t), as if gold reached beyond t.</summary>
    public ExpectedLookup Lookup(Value[] key, long atMicros)
    {
        var newest = eventsByKey.TryGetValue(key, out var events) ? Instants.Of(view, events).LastOrDefault(v => v <= atMicros, long.MinValue) : long.MinValue;
        return LookupRule.Find(view, newest == long.MinValue ? [] : [RowAt(key, newest)], key, atMicros);
    }

    /// <summary>The row of a key at one of its instants.</summary>
    internal ExpectedRow RowAt(Value[] key, long instant)
    {
        var events = eventsByKey[key];
        if (view is WindowViewDefinition window)
        {
            var before = events.Where(e => e.TimeMicros < instant).ToArray();
            return new(key, instant, before[^1].TimeMicros, [.. window.Columns.Select((c, i) => Feature(i, () => aggregates!.Of(before, c, instant)))]);
        }

        var latest = events.Last(e => e.TimeMicros <= instant);
        return new(key, instant, latest.TimeMicros, [.. features.Select((_, i) => Feature(i, () => latest.Row))]);
    }

    private IEnumerable<ExpectedRow> Rows(Value[] key, long frontierMicros) =>
        Instants.Of(view, eventsByKey[key]).TakeWhile(v => v <= frontierMicros).Select(v => RowAt(key, v));

    private Value Feature(int column, Func<Value[]> row)
    {
        try
        {
            return features[column](row());
        }
        catch (ValueOverflowException) when (view.NullOnOverflow)
        {
            return Value.Null;
        }
    }
}
