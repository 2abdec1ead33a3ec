using System.Linq.Expressions;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Authoring;
using Lakehouse.Features.Internal.Rules;

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
        Add(name, value, place => FeatureRules.OfWindow(Contract.RowScope(place)));
        FeatureRules.RequireAggregate(Contract.RowScope($"{Place}, feature {name}"), TermReader.Body(value), Features[^1].Expression);
        return this;
    }

    internal override WindowViewDefinition Build()
    {
        if (windows.Count == 0) throw new DefinitionException(Rule.Incomplete, $"{Place} has no window; add .Over(Window.Hours(24)) or the like.");
        var lengths = windows.Select(w => (w.Suffix, w.LengthMicros)).ToList();
        WindowRules.RequireDifferent(Place, lengths);
        if (grid is { } step) WindowRules.RequireDivides(Place, step, lengths);
        var view = new WindowViewDefinition(Id, Contract.Definition, Entity, [.. Key], [.. Features], [.. windows]);
        return Finish(view with { EveryMicros = grid is { } given ? WindowRules.Step(Place, given) : null });
    }
}
