using System.Globalization;
using DuckDB.NET.Data;

namespace Lakehouse.Cli.Quickstart;

/// <summary>What the lookup must give, computed straight from the source file by plain loops: no code of the platform takes part.</summary>
/// <remarks>
/// The formulas are those of docs/semantics.md: a window holds the events of [t − W, t), a state view the newest event at or before t; ties go to the greater id.
/// </remarks>
internal sealed class BruteForce
{
    private const long Hour = 3_600_000_000;
    private const long LateMinutes = 15;
    private static readonly (string Name, long Micros)[] Windows = [("1h", Hour), ("24h", 24 * Hour), ("7d", 7 * 24 * Hour)];
    private readonly List<Departure> departures;

    private BruteForce(List<Departure> departures) => this.departures = departures;

    /// <summary>The newest event time in the file, in microseconds.</summary>
    public static long NewestEvent(string file)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT max(epoch_us(date)) FROM read_parquet({Literal(file)})";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Reads an airport's departures up to an instant, in order.</summary>
    public static BruteForce Read(string file, string airport, long until)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            $"""
             SELECT epoch_us(date), file_row_number, delay::BIGINT, destination
             FROM read_parquet({Literal(file)}, file_row_number = true)
             WHERE origin = {Literal(airport)} AND epoch_us(date) <= {until}
             """;
        using var reader = command.ExecuteReader();
        var found = new List<Departure>();
        var name = Path.GetFileName(file);
        while (reader.Read()) found.Add(new(reader.GetInt64(0), $"{name}:{reader.GetInt64(1)}", reader.IsDBNull(2) ? null : reader.GetInt64(2), reader.GetString(3)));
        found.Sort((a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : StringComparer.Ordinal.Compare(a.Id, b.Id));
        return new(found);
    }

    /// <summary>The features of <c>departure_delay_model@1</c>; null for NULL.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Features(long at, DateTimeOffset plannedAt)
    {
        foreach (var (window, length) in Windows)
            foreach (var (feature, value) in Window(departures.Where(d => d.Time >= at - length && d.Time < at).ToList()))
                yield return new($"airport_delays.{feature}_{window}", value);

        yield return new("airport_last_departure.destination", departures[^1].Destination);
        yield return new("airport_last_departure.delay_minutes", departures[^1].Delay);
        yield return new("calendar.hour_utc", (long)plannedAt.UtcDateTime.Hour);
    }

    private static IEnumerable<(string Feature, object? Value)> Window(List<Departure> events)
    {
        var delays = events.Where(e => e.Delay is not null).Select(e => e.Delay!.Value).ToList();
        long n = delays.Count, sum = 0, squares = 0, late = 0;
        foreach (var delay in delays)
        {
            checked
            {
                sum += delay;
                squares += delay * delay;
            }

            if (delay > LateMinutes) late++;
        }

        yield return ("departures", (long)events.Count);
        yield return ("delay_mean", n == 0 ? null : (double)sum / n);
        yield return ("delay_max", n == 0 ? null : delays.Max());
        yield return ("late_share", events.Count == 0 ? null : (double)late / events.Count);
        yield return ("delay_sum", sum);
        yield return ("delay_min", n == 0 ? null : delays.Min());
        yield return ("delay_stddev", n < 2 ? null : Math.Sqrt(checked((double)((n * squares) - (sum * sum))) / ((double)n * (n - 1))));
        yield return ("delay_last", n == 0 ? null : delays[^1]);
    }

    private static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        return connection;
    }

    private static string Literal(string text) => "'" + text.Replace("'", "''") + "'";

    private sealed record Departure(long Time, string Id, long? Delay, string Destination);
}
