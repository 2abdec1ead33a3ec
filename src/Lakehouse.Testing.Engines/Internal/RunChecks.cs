using Lakehouse.Engine;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Engines.Internal;

/// <summary>What must hold of a run beside the rows that it leaves.</summary>
internal static class RunChecks
{
    /// <summary>Frontier, stamps, clock and counts of a run that published.</summary>
    internal static void Result(CaseSpec spec, RunStep step, MaterializeResult result, long frontier, GoldHistory before, int overflows)
    {
        Same("the frontier", frontier, result.Progress.FrontierMicros);
        if (!result.Changed) return;
        var previous = before.States.Count == 0 ? null : before.States[^1];
        if (result.Progress.KnownAtMicros <= (previous?.KnownAtMicros ?? long.MinValue)) throw new ConformanceException("known_at of a run must be greater than all before it.");
        if (result.Progress.KnownAtMicros > (result.CommitTimestampMillis + 1) * 1_000) throw new ConformanceException("A run committed before its own known_at had passed.");
        Same("the greatest clock", before.States.Select(s => s.ClockMicros).Append(step.ClockMicros).Max(), result.Progress.GreatestClockMicros ?? result.Progress.ClockMicros);
        if (previous is not null) return;
        Same("the number of cells set to NULL for overflow", overflows, result.Overflows);
        var silver = spec.History.Silver(step.SilverVersion + 1);

        // An event later than F is counted by the run that passes it.
        if (spec.History.NewestEventMicros() > frontier) return;
        Same("the number of events with a NULL in the key", silver.Count(row => spec.View.Key.Any(k => ExpressionOracle.Evaluate(k, spec.View.Contract.Schema, row).IsNull)), result.NullKeyEvents);
    }

    /// <summary>A first run writes exactly the rows of all instants, changed values or not.</summary>
    internal static void SameRows(EntityViewDefinition view, IReadOnlyList<ExpectedRow> expected, IReadOnlyList<ExpectedRow> actual)
    {
        var order = KeyOrder.Of(view.Entity.Keys);
        var found = actual.OrderBy(r => r.Key, order).ThenBy(r => r.ValidFromMicros).ToList();
        Same("the number of rows of a first run", expected.Count, found.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            if (!order.Equals(expected[i].Key, found[i].Key) || expected[i].ValidFromMicros != found[i].ValidFromMicros || !expected[i].SaysTheSameAs(found[i]))
                throw new ConformanceException($"Row {i} of the first run differs:\n{new GoldRows(view, [expected[i]], long.MaxValue)}\nbut found\n{new GoldRows(view, [found[i]], long.MaxValue)}");
        }
    }

    internal static void Same(string what, long? expected, long? actual)
    {
        if (expected != actual) throw new ConformanceException($"Expected {what} to be {expected}, but found {actual}.");
    }
}
