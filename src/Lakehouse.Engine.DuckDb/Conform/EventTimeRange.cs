using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>The instants that an event may have: 0001-01-01 to 9999-12-31 minus the longest window (semantics §1).</summary>
/// <remarks>
/// Acceptance must not depend on the views that happen to read the contract, so the longest window that any view can have counts:
/// the instants at which an event enters and leaves any window then stay inside the calendar.
/// </remarks>
internal static class EventTimeRange
{
    /// <summary>The range for people.</summary>
    public const string Description = "The event time lies outside 0001-01-01 to 9989-12-23.";

    /// <summary>The first instant, in microseconds since the epoch.</summary>
    public const long FirstMicros = -62_135_596_800_000_000;

    /// <summary>The last instant, in microseconds since the epoch.</summary>
    public const long LastMicros = 253_402_300_799_999_999 - (Window.LongestDays * 86_400_000_000L);

    /// <summary>True when an event may happen then.</summary>
    public static bool Contains(long micros) => micros is >= FirstMicros and <= LastMicros;
}
