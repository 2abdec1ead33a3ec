using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Testing.Internal;
using Lakehouse.Testing.Internal.Interpretation;

namespace Lakehouse.Testing;

/// <summary>What a view means, by brute force: every instant's value is computed anew from all events (semantics §2, §3, §5).</summary>
/// <remarks>
/// 1. Instants of a key are read off its events: te for a state view; te + 1 and te + W + 1, moved up to the grid, for a window view.
/// 2. At an instant every aggregate runs over the events of [t − W, t), in (event_time, event_id) order, in unbounded integers.
/// 3. Nothing is shared with an engine but the form of definitions: expressions are walked, numbers rounded and texts ordered by code of this package.
/// </remarks>
public sealed class ViewOracle
{
    private readonly EntityViewDefinition view;
    private readonly IReadOnlyList<FeatureColumn> columns;
    private readonly Dictionary<Value[], OracleEvent[]> eventsByKey;
    private readonly OracleAggregates? aggregates;

    /// <summary>Prepares the oracle.</summary>
    /// <param name="view">A window or state view.</param>
    /// <param name="silver">The contract's rows in force: unique event ids, in any order.</param>
    public ViewOracle(EntityViewDefinition view, IEnumerable<Value[]> silver)
    {
        this.view = view;
        columns = view.Columns;
        var events = OracleEvent.Read(view, silver);
        eventsByKey = events.GroupBy(e => e.Key, KeyOrder.Of(view.Entity.Keys)).ToDictionary(g => g.Key, g => g.ToArray(), KeyOrder.Of(view.Entity.Keys));
        if (view is WindowViewDefinition window) aggregates = new(window, events);
    }

    /// <summary>The keys that have events, in order.</summary>
    public IReadOnlyList<Value[]> Keys => [.. eventsByKey.Keys.Order(KeyOrder.Of(view.Entity.Keys))];

    /// <summary>All gold rows of one full run: every instant up to the frontier, by key and valid_from, whether or not a value differs.</summary>
    /// <exception cref="ValueOverflowException">A value overflows and the view does not declare NULL for it.</exception>
    public IReadOnlyList<ExpectedRow> Rows(long frontierMicros)
    {
        var rows = Rows(frontierMicros, out var overflows);
        return overflows is [var first, ..] && !view.NullOnOverflow
            ? throw new ValueOverflowException($"{first.Column} of {view.Id} overflows for {ValueDisplay.Of(first.Key, view.Entity.Keys)} at {ValueDisplay.Instant(first.InstantMicros)}.")
            : rows;
    }

    /// <summary>The same with NULL in every cell that overflows, and these cells, by key and instant, whatever the view declares.</summary>
    public IReadOnlyList<ExpectedRow> Rows(long frontierMicros, out IReadOnlyList<OverflowCell> overflows)
    {
        var cells = new List<OverflowCell>();
        overflows = cells;
        return [.. Keys.SelectMany(key => Instants.Of(view, eventsByKey[key]).TakeWhile(v => v <= frontierMicros).Select(v => RowAt(key, v, cells)))];
    }

    /// <summary>lookup(key, t), as if gold reached beyond t.</summary>
    /// <exception cref="ValueOverflowException">A value overflows and the view does not declare NULL for it.</exception>
    public ExpectedLookup Lookup(Value[] key, long atMicros)
    {
        var newest = eventsByKey.TryGetValue(key, out var events) ? Instants.Of(view, events).LastOrDefault(v => v <= atMicros, long.MinValue) : long.MinValue;
        return LookupRule.Find(view, newest == long.MinValue ? [] : [RowAt(key, newest, overflows: null)], key, atMicros);
    }

    private ExpectedRow RowAt(Value[] key, long instant, List<OverflowCell>? overflows)
    {
        var events = eventsByKey[key];
        var before = events.Where(e => aggregates is null ? e.TimeMicros <= instant : e.TimeMicros < instant).ToArray();
        return new(key, instant, before[^1].TimeMicros, [.. columns.Select(c => Cell(c, key, instant, before, overflows))]);
    }

    private Value Cell(FeatureColumn column, Value[] key, long instant, OracleEvent[] before, List<OverflowCell>? overflows)
    {
        try
        {
            return aggregates?.Column(column, before, instant) ?? Interpreter.OverRow(column.Expression, view.Contract.Schema, before[^1].Row);
        }
        catch (ValueOverflowException) when (view.NullOnOverflow || overflows is not null)
        {
            overflows?.Add(new(column.Name, key, instant));
            return Value.Null;
        }
    }
}
