using Lakehouse.Features.Definitions;

namespace Lakehouse.Features;

/// <summary>Lengths of windows; a column is named by the window as written here.</summary>
public static class Window
{
    /// <summary>The longest finite window, in days: events so close to the end of the calendar that they could not leave it are refused (semantics §1).</summary>
    public const int LongestDays = 3660;

    private const long LongestMicros = LongestDays * 86_400_000_000L;

    /// <summary>No lower bound: every event of the key before the instant.</summary>
    public static WindowDefinition Lifetime => new("lifetime", LengthMicros: null);

    /// <summary>So many seconds; suffix <c>s</c>.</summary>
    public static WindowDefinition Seconds(int count) => Of(count, 1_000_000, "s");

    /// <summary>So many minutes; suffix <c>m</c>.</summary>
    public static WindowDefinition Minutes(int count) => Of(count, 60_000_000, "m");

    /// <summary>So many hours; suffix <c>h</c>.</summary>
    public static WindowDefinition Hours(int count) => Of(count, 3_600_000_000, "h");

    /// <summary>So many days of 24 hours; suffix <c>d</c>.</summary>
    public static WindowDefinition Days(int count) => Of(count, 86_400_000_000, "d");

    private static WindowDefinition Of(int count, long unitMicros, string unit) =>
        count <= 0 ? throw new DefinitionException($"A window of {count}{unit} holds nothing; give a length above 0.")
        : count > LongestMicros / unitMicros
            ? throw new DefinitionException($"A window of {count}{unit} is longer than {LongestDays} days; give a shorter one, or Window.Lifetime.")
        : new($"{count}{unit}", count * unitMicros);
}
