using System.Linq.Expressions;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features;

/// <summary>A view of aggregates over windows that slide along each key's events (semantics §3).</summary>
/// <typeparam name="T">The contract record.</typeparam>
public sealed class WindowView<T> : EntityView<WindowView<T>, T>
{
    private readonly List<WindowDefinition> windows = [];
    private TimeSpan? grid;

    internal WindowView(VersionedName id, Contract<T> contract, EntityDefinition entity, IReadOnlyList<Expr> key)
        : base(id, contract, entity, key)
    {
    }

    /// <summary>The windows; every feature has a column for each.</summary>
    public WindowView<T> Over(params WindowDefinition[] lengths)
    {
        windows.AddRange(lengths);
        return this;
    }

    /// <summary>Values change only at multiples of this span since the epoch; without it at every event's entry and exit.</summary>
    public WindowView<T> Every(TimeSpan step)
    {
        grid = step;
        return this;
    }

    /// <summary>A feature over the events of a window, for example <c>w => w.Mean(f => f.DelayMinutes)</c>.</summary>
    public WindowView<T> Feature<TValue>(string name, Expression<Func<WindowEvents<T>, TValue>> value)
    {
        Add(name, value, place => new(place, (translator, node) => WindowAggregates.Resolve<T>(translator, node, Contract.RowScope(place))) { DividesAsDouble = true });
        if (!ExprWalk.Aggregates([Features[^1].Expression]).Any())
            throw new DefinitionException($"{Place}, feature {name}: `{value.Body}` aggregates nothing; use w.Count(), w.Mean(…) and the like.");
        return this;
    }

    internal override WindowViewDefinition Build()
    {
        CheckWindows();
        return Finish(new WindowViewDefinition(Id, Contract.Definition, Entity, [.. Key], [.. Features], [.. windows]) { EveryMicros = CheckedGrid() });
    }

    private void CheckWindows()
    {
        if (windows.Count == 0) throw new DefinitionException($"{Place} has no window; add .Over(Window.Hours(24)) or the like.");
        if (windows.GroupBy(w => w.LengthMicros ?? 0).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new DefinitionException($"{Place}: windows {string.Join(" and ", same.Select(w => w.Suffix))} have one length; keep one.");
    }

    private long? CheckedGrid()
    {
        if (grid is not { } step) return null;
        var micros = step.Ticks / TimeSpan.TicksPerMicrosecond;
        if (micros < 1 || step.Ticks % TimeSpan.TicksPerMicrosecond != 0) throw new DefinitionException($"{Place}: .Every({step}) is no whole number of microseconds above zero.");
        if (windows.FirstOrDefault(w => w.LengthMicros % micros is not (null or 0)) is { } uneven)
            throw new DefinitionException($"{Place}: .Every({step}) does not divide window {uneven.Suffix}; choose a step that divides every finite window.");
        return micros;
    }
}
