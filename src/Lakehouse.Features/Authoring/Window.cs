using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal.Rules;

namespace Lakehouse.Features;

/// <summary>Lengths of windows; a column is named by the window as written here.</summary>
public static class Window
{
    /// <summary>The longest finite window, in days: events so close to the end of the calendar that they could not leave it are refused (semantics §1).</summary>
    public const int LongestDays = WindowRules.LongestDays;

    /// <summary>No lower bound: every event of the key before the instant.</summary>
    public static WindowDefinition Lifetime => new("lifetime", LengthMicros: null);

    /// <summary>So many seconds; suffix <c>s</c>.</summary>
    public static WindowDefinition Seconds(int count) => Of(count, nameof(Seconds));

    /// <summary>So many minutes; suffix <c>m</c>.</summary>
    public static WindowDefinition Minutes(int count) => Of(count, nameof(Minutes));

    /// <summary>So many hours; suffix <c>h</c>.</summary>
    public static WindowDefinition Hours(int count) => Of(count, nameof(Hours));

    /// <summary>So many days of 24 hours; suffix <c>d</c>.</summary>
    public static WindowDefinition Days(int count) => Of(count, nameof(Days));

    private static WindowDefinition Of(int count, string unit)
    {
        var (suffix, micros) = WindowRules.Length(count, WindowRules.UnitOf(unit)!.Value);
        return new(suffix, micros);
    }
}
