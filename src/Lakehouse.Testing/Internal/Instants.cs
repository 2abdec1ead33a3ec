using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Internal;

/// <summary>The instants at which a key's value may change (semantics §3).</summary>
internal static class Instants
{
    /// <summary>In ascending order, each once; those beyond the range of 64 bits are left out.</summary>
    internal static IEnumerable<long> Of(EntityViewDefinition view, IReadOnlyList<OracleEvent> events)
    {
        IEnumerable<Int128> instants = view is WindowViewDefinition window
            ? events.SelectMany(e => window.Windows.SelectMany(w => OfEvent(e.TimeMicros, w.LengthMicros))).Select(v => MoveUp(v, window.EveryMicros))
            : events.Select(e => (Int128)e.TimeMicros);
        return instants.Where(v => v <= long.MaxValue).Select(v => (long)v).Distinct().Order();
    }

    private static IEnumerable<Int128> OfEvent(long time, long? length)
    {
        yield return (Int128)time + 1;
        if (length is { } finite) yield return (Int128)time + finite + 1;
    }

    private static Int128 MoveUp(Int128 instant, long? grid)
    {
        if (grid is not { } step) return instant;
        var remainder = instant % step;
        if (remainder == 0) return instant;
        return remainder > 0 ? instant + step - remainder : instant - remainder;
    }
}
