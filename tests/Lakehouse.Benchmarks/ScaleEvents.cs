namespace Lakehouse.Benchmarks;

/// <summary>Generated flights: a SELECT over a range of numbers, so that nothing but DuckDB holds them.</summary>
/// <param name="Name">For people.</param>
/// <param name="Events">How many.</param>
/// <param name="Key">SQL of the key, over the event's number i.</param>
/// <param name="StepMicros">Time from one event to the next; instants are cut to whole minutes, so some events share theirs.</param>
internal sealed record ScaleEvents(string Name, long Events, string Key, long StepMicros)
{
    private const long FirstMicros = 978_307_200_000_000;
    private const long MinuteMicros = 60_000_000;
    private const long SixMonthsMicros = 181L * 24 * 60 * MinuteMicros;
    private const long FlightsOfSixMonths = 3_000_000;

    /// <summary>The newest event is not later.</summary>
    public long LastMicros => FirstMicros + (Events * StepMicros);

    /// <summary>The contract's columns, by time.</summary>
    public string Silver =>
        $"SELECT 'event:' || i AS flight_id, make_timestamptz({Time}) AS departed_at, {Key} AS origin, 'XXX' AS destination, {Delay} AS delay_minutes, 500::BIGINT AS distance_miles "
        + $"FROM range({Events}) AS r(i)";

    /// <summary>As the pipeline reads them: origin, t, id, delay.</summary>
    public string Rows => $"(SELECT {Key} AS origin, {Time} AS t, 'event:' || i AS id, {Delay} AS delay FROM range({Events}) AS r(i))";

    private string Time => $"(({FirstMicros} + i * {StepMicros}) // {MinuteMicros} * {MinuteMicros})";

    /// <summary>Minutes from −20 to 79, one in fifty up to 1,000.</summary>
    private static string Delay => "(CASE WHEN hash(i + 1) % 50 = 0 THEN (hash(i + 2) % 1000)::BIGINT ELSE (hash(i + 3) % 100)::BIGINT - 20 END)";

    /// <summary>All events on one key, over six months.</summary>
    public static ScaleEvents Hot(long events) => new("one key", events, "'HOT'", SixMonthsMicros / 1_000_000);

    /// <summary>Three events a key, over six months.</summary>
    public static ScaleEvents Small(long events) => new("three events a key", events, $"printf('K%08d', i % {events / 3})", SixMonthsMicros / 3_000_000);

    /// <summary>230 airports, some far greater than others, as dense as the sample flights: more events span more time.</summary>
    public static ScaleEvents Airports(long events) => new("230 airports", events, "printf('A%03d', (230 * pow(hash(i) / 18446744073709551616.0, 2))::INTEGER)", SixMonthsMicros / FlightsOfSixMonths);
}
