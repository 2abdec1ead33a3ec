using System.Globalization;

namespace Lakehouse.Cli;

/// <summary>Instants at the edge: ISO 8601 text with a zone to microseconds since 1970-01-01 UTC, and back.</summary>
internal static class Instant
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK",
    ];

    /// <summary>Reads an instant; a date alone is its UTC midnight.</summary>
    /// <param name="text">For example <c>2001-03-01T12:00:00Z</c> or <c>2001-03-01T06:00-06:00</c>.</param>
    /// <param name="what">What it is for, in the message.</param>
    /// <exception cref="UsageException">The text is no instant, or has no zone.</exception>
    public static long Parse(string text, string what) => TryParse(text) ?? throw new UsageException(
        $"{what}: '{text}' is not an instant with a zone; write for example 2001-03-01T12:00:00Z, 2001-03-01T06:00:00-06:00 or 2001-03-01 (midnight UTC).");

    /// <summary>Reads an instant; one without a zone is UTC.</summary>
    /// <exception cref="UsageException">The text is no instant.</exception>
    public static long ParseUtc(string text, string what) => TryParse(text) ?? TryParse(text + "Z") ?? Parse(text, what);

    public static long? TryParse(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return Micros(new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero));
        return HasZone(text) && DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? Micros(instant) : null;
    }

    public static long Micros(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicros(long micros) => DateTimeOffset.UnixEpoch.AddTicks(checked(micros * TimeSpan.TicksPerMicrosecond));

    /// <summary>Six digits and Z, as everywhere in output.</summary>
    public static string Format(long micros) => FromMicros(micros).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static bool HasZone(string text) => text.EndsWith('Z') || (text.Length > 16 && (text[^6] is '+' or '-'));
}
