using System.Globalization;

namespace Lakehouse.Testing.Internal.Interpretation;

/// <summary>A day of the proleptic Gregorian calendar, by the calendar of .NET; other centuries repeat after 400 years of 146,097 days.</summary>
internal sealed record CalendarDay(long Year, DateTime InCycle)
{
    internal const long Micros = 86_400_000_000;

    private const long CycleDays = 146_097;
    private static readonly DateTime Epoch = new(1970, 1, 1);

    internal static CalendarDay Of(long daysSinceEpoch)
    {
        var cycles = Floor(daysSinceEpoch, CycleDays);
        var day = Epoch.AddDays(daysSinceEpoch - cycles * CycleDays);
        return new(day.Year + cycles * 400, day);
    }

    internal static CalendarDay OfInstant(long micros) => Of(Floor(micros, Micros));

    /// <summary>Microseconds since the day's midnight.</summary>
    internal static TimeSpan TimeOfDay(long micros) => TimeSpan.FromMicroseconds(micros - Floor(micros, Micros) * Micros);

    internal static long Floor(long dividend, long divisor) => (long)Math.Floor((decimal)dividend / divisor);

    internal static string InstantText(long micros) => $"{OfInstant(micros)}T{TimeOfDay(micros).ToString(@"hh\:mm\:ss\.ffffff", CultureInfo.InvariantCulture)}";

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{InCycle:MM-dd}");
}
