namespace Lakehouse.Features.Internal.Rules;

/// <summary>What windows, grids and times to live must be. Lengths are in microseconds; null is lifetime.</summary>
internal static class WindowRules
{
    /// <summary>The longest finite window, in days.</summary>
    internal const int LongestDays = 3660;

    private const long TicksPerMicro = 10;
    private const long LongestMicros = LongestDays * 86_400_000_000L;

    /// <summary>The unit that a method of <c>Window</c> counts, or null for other methods.</summary>
    internal static (long Micros, string Suffix)? UnitOf(string method) => method switch
    {
        "Seconds" => (1_000_000, "s"),
        "Minutes" => (60_000_000, "m"),
        "Hours" => (3_600_000_000, "h"),
        "Days" => (86_400_000_000, "d"),
        _ => null,
    };

    /// <summary>Suffix and length of so many units.</summary>
    internal static (string Suffix, long Micros) Length(int count, (long Micros, string Suffix) unit) =>
        count <= 0 ? throw Refuse($"A window of {count}{unit.Suffix} holds nothing; give a length above 0.")
        : count > LongestMicros / unit.Micros
            ? throw Refuse($"A window of {count}{unit.Suffix} is longer than {LongestDays} days; give a shorter one, or Window.Lifetime.")
        : ($"{count}{unit.Suffix}", count * unit.Micros);

    internal static void RequireDifferent(string place, IEnumerable<(string Suffix, long? Micros)> windows)
    {
        if (windows.GroupBy(w => w.Micros ?? 0).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw Refuse($"{place}: windows {string.Join(" and ", same.Select(w => w.Suffix))} have one length; keep one.");
    }

    /// <summary>True for a whole number of microseconds, above zero and no longer than a window.</summary>
    internal static bool IsStep(TimeSpan step) => step.Ticks >= TicksPerMicro && step.Ticks % TicksPerMicro == 0 && step.Ticks / TicksPerMicro <= LongestMicros;

    /// <summary>The step of a grid in microseconds.</summary>
    internal static long Step(string place, TimeSpan step) => IsStep(step) ? step.Ticks / TicksPerMicro
        : throw Refuse($"{place}: .Every({step}) is no whole number of microseconds above zero and up to {LongestDays} days; give one.");

    internal static void RequireDivides(string place, TimeSpan step, IEnumerable<(string Suffix, long? Micros)> windows)
    {
        var micros = Step(place, step);
        if (windows.Where(w => w.Micros % micros is not (null or 0)).Select(w => w.Suffix).FirstOrDefault() is { } uneven)
            throw Refuse($"{place}: .Every({step}) does not divide window {uneven}; choose a step that divides every finite window.");
    }

    /// <summary>A time to live in microseconds.</summary>
    internal static long TimeToLive(string place, TimeSpan age)
    {
        if (age <= TimeSpan.Zero) throw Refuse($"{place}: a time to live of {age} lets no value live; give a span above zero.");
        if (age.Ticks % TicksPerMicro != 0) throw Refuse($"{place}: a time to live of {age} is no whole number of microseconds; give one.");
        return age.Ticks / TicksPerMicro;
    }

    private static DefinitionException Refuse(string message) => new(Rule.Window, message);
}
