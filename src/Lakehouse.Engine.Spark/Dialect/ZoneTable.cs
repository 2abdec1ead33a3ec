using System.Collections.Concurrent;
using System.Globalization;
using Lakehouse.Features.Internal;

namespace Lakehouse.Engine.Spark.Dialect;

/// <summary>A zone's offsets as this machine knows them, month by month, for the years in which most data lies.</summary>
/// <remarks>
/// 1. The JVM has a time zone database of its own, and .NET rounds old offsets: so SQL looks up what .NET answers instead of asking Spark.
/// 2. Per month: the offset at its beginning, and the local minute of the month at which it changes, if it does. The offset after that is the next month's.
/// 3. Clocks set forward by d leave out d minutes from that minute on, which are NULL. Clocks set back repeat minutes, which keep the offset before: the earlier instant
///    (semantics 7.7).
/// 4. A month with two changes, or with one that is not on a minute, is NULL as a whole.
/// </remarks>
internal sealed class ZoneTable
{
    private const int FirstYear = 1970;
    private const int Months = 12 * 71;
    private const int SampleMinutes = 240;
    private const int NoChange = 99_999;
    private const int Unusable = -99_999;
    private const long MicrosPerMinute = 60_000_000;

    private static readonly ConcurrentDictionary<string, ZoneTable> Known = new(StringComparer.Ordinal);

    private readonly int[] offsets = new int[Months + 1];
    private readonly int[] changes = new int[Months];

    private ZoneTable(TimeZoneInfo zone)
    {
        for (var month = 0; month <= Months; month++) offsets[month] = OffsetAt(Beginning(month), zone) ?? Unusable;
        for (var month = 0; month < Months; month++) changes[month] = Change(month, zone);
    }

    /// <summary>The table of a zone by its IANA name.</summary>
    /// <exception cref="EngineException">This machine does not know it.</exception>
    internal static ZoneTable Of(string name) => Known.GetOrAdd(name, static id => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
        ? new ZoneTable(zone)
        : throw new EngineException($"The zone '{id}' is unknown on this machine: use an IANA name such as Europe/Berlin, and install tzdata."));

    /// <summary>The instant of a wall-clock time given as if it were UTC; NULL where the table does not tell.</summary>
    internal string ToUtc(string local)
    {
        string Entry(int[] table, string month) => $"get(array({string.Join(',', table.Select(n => n.ToString(CultureInfo.InvariantCulture)))}), {month})";
        const string Month = "((year(__local) - 1970) * 12 + month(__local))";
        var minute = $"CAST((unix_micros(__local) - unix_micros(date_trunc('MONTH', __local))) div {MicrosPerMinute}L AS INT)";
        string before = Entry(offsets, Month + " - 1"), after = Entry(offsets, Month), change = Entry(changes, Month + " - 1");
        var facts = $"named_struct('local', __local, 'minute', {minute}, 'change', {change}, 'before', {before}, 'after', {after})";
        const string IsBefore = "__x.minute < __x.change", IsAfter = "__x.minute >= __x.change + greatest(__x.after - __x.before, 0)";
        var offset = $"CASE WHEN __x.change = {Unusable} THEN NULL WHEN {IsBefore} THEN __x.before WHEN {IsAfter} THEN __x.after END";
        var utc = $"timestamp_micros(unix_micros(__x.local) - {offset} * {MicrosPerMinute}L)";

        // A function of one item is how an expression is named and computed once.
        return $"get(transform(transform(array({local}), __local -> {facts}), __x -> {utc}), 0)";
    }

    private static long Beginning(int month) =>
        (new DateTime(FirstYear + (month / 12), 1 + (month % 12), 1, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The offset in minutes of a local time; null where there is no such time, or where the offset is not in minutes.</summary>
    private static int? OffsetAt(long localMicros, TimeZoneInfo zone)
    {
        if (!IsoTimestamp.TryToUtc(localMicros, zone, out var utc)) return null;
        var offset = localMicros - utc;
        return offset % MicrosPerMinute == 0 ? (int)(offset / MicrosPerMinute) : null;
    }

    private int Change(int month, TimeZoneInfo zone)
    {
        int before = offsets[month], after = offsets[month + 1];
        if (before == Unusable || after == Unusable) return Unusable;
        var first = Beginning(month);
        var minutes = (int)((Beginning(month + 1) - first) / MicrosPerMinute);
        int? At(int minute) => OffsetAt(first + (minute * MicrosPerMinute), zone);

        // The first minute that no longer has the offset of the month's beginning.
        var change = minutes;
        for (var sample = 0; sample < minutes; sample += SampleMinutes)
        {
            if (At(sample) == before) continue;
            change = sample;
            while (change > 0 && At(change - 1) != before) change--;
            break;
        }

        for (var sample = change; sample < minutes; sample += SampleMinutes)
        {
            var expected = sample < change + Math.Max(after - before, 0) ? null : (int?)after;
            if (At(sample) != expected) return Unusable;
        }

        return change < minutes ? change : before == after ? NoChange : Unusable;
    }
}
