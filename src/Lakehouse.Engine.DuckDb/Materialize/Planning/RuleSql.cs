using Lakehouse.Engine.DuckDb.Materialize.Instants;

namespace Lakehouse.Engine.DuckDb.Materialize.Planning;

/// <summary>An <see cref="InstantRule"/> in SQL over microseconds.</summary>
/// <param name="rule">The rule.</param>
internal sealed class RuleSql(InstantRule rule)
{
    /// <summary>Before every event; far enough from the end of 64 bits for sums.</summary>
    public const long BeforeAllTime = long.MinValue / 4;

    /// <summary>After every event.</summary>
    public const long AfterAllTime = long.MaxValue / 4;

    /// <summary>The longest time after an event at which it leaves a window, or enters; null for ever.</summary>
    public long? Span => rule.LeavesAfter.Any(l => l is null) ? null : rule.LeavesAfter.Append(rule.EntersAfter).Max();

    /// <summary>The instant moved up to the grid.</summary>
    public string Align(string instant) => rule.Grid == 1 ? $"({instant})" : $"(({instant}) + ({rule.Grid} - ({instant}) % {rule.Grid}) % {rule.Grid})";

    /// <summary>The first instant that sees an event.</summary>
    public string Enters(string eventTime) => Align($"{eventTime} + {rule.EntersAfter}");

    /// <summary>The last instant that an event gives; where <see cref="Span"/> is finite.</summary>
    public string Settles(string eventTime) => Align($"{eventTime} + {Span}");

    /// <summary>A list of all instants that an event gives.</summary>
    public string Instants(string eventTime) =>
        $"[{string.Join(", ", rule.LeavesAfter.OfType<long>().Prepend(rule.EntersAfter).Select(after => Align($"{eventTime} + {after}")))}]";

    /// <summary>From when on a key's events matter to instants from <paramref name="instant"/> on.</summary>
    public string Needs(string instant) => rule.Reach is { } reach ? $"({instant} - {reach})" : $"({BeforeAllTime})";
}
