using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.Spark.Views;

/// <summary>A view's <see cref="InstantRule"/> in Spark SQL over microseconds.</summary>
/// <param name="view">The view.</param>
internal sealed class Timeline(EntityViewDefinition view)
{
    private readonly InstantRule rule = InstantRule.Of(view);

    /// <summary>The lengths of windows that end, in microseconds.</summary>
    public IReadOnlyList<long> FiniteWindows { get; } = view is WindowViewDefinition window ? [.. window.Windows.Select(w => w.LengthMicros).OfType<long>().Distinct()] : [];

    /// <summary>Which of an event's rows, after the first, is that at which it leaves a window of this length.</summary>
    public int PlaceOf(long windowMicros) => 1 + FiniteWindows.Index().First(w => w.Item == windowMicros).Index;

    /// <summary>Microseconds from an event to the instant that first sees it, before it moves to the grid.</summary>
    public long EntersAfter => rule.EntersAfter;

    /// <summary>Whether an event can matter for ever.</summary>
    public bool HasLifetime => rule.LeavesAfter.Any(after => after is null);

    /// <summary>How long before an instant an event may lie and still matter to it or cause it; for a view whose windows all end.</summary>
    public long Reach => (FiniteWindows.Count == 0 ? 0 : FiniteWindows.Max()) + rule.Grid - 1;

    /// <summary>The instant moved up to the grid.</summary>
    public string Align(string instant) => rule.Grid == 1 ? $"({instant})" : $"({instant} + pmod(-({instant}), {rule.Grid}L))";

    /// <summary>The first instant that sees an event.</summary>
    public string Enters(string time) => EntersAfter == 0 ? time : Align($"{time} + {EntersAfter}L");

    /// <summary>The greatest event time that a frontier lets in, in microseconds: what it lets in may enter later on a grid.</summary>
    public long LatestEvent(long frontier) => frontier - EntersAfter;

    /// <summary>Times of events of which some instant lies after one frontier and not after the next, as ranges with both ends included; some others are in them.</summary>
    public IReadOnlyList<(long From, long To)> Passing(long previousFrontier, long frontier)
    {
        var ranges = new List<(long From, long To)>();
        foreach (var after in FiniteWindows.Select(w => w + EntersAfter).Append(EntersAfter).Order())
        {
            (long From, long To) range = (previousFrontier - rule.Grid - after + 1, frontier - after);
            if (ranges is [.., var later] && range.To >= later.From - 1) ranges[^1] = (range.From, later.To);
            else ranges.Add(range);
        }

        return ranges;
    }
}
