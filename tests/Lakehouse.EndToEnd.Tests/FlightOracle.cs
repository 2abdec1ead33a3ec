using Lakehouse.Delta.DuckDb;

namespace Lakehouse.EndToEnd.Tests;

/// <summary>Features of the example repository by plain loops over the source files.</summary>
internal sealed class FlightOracle
{
    private readonly List<(long Time, string Id, long? Delay, string Origin, string Destination)> flights = [];

    public void Add(string file)
    {
        using var session = new DuckDbSession();
        using var command = session.Connection.CreateCommand();
        command.CommandText = $"SELECT epoch_us(date), file_row_number, delay, origin, destination FROM read_parquet({DuckDbSession.Literal(file)}, file_row_number = true)";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var origin = reader.GetString(3);
            if (origin.Length == 3) flights.Add((reader.GetInt64(0), $"{Path.GetFileName(file)}:{reader.GetInt64(1)}", reader.IsDBNull(2) ? null : reader.GetInt64(2), origin, reader.GetString(4)));
        }
    }

    public Dictionary<string, object?> Airport(string airport, long at)
    {
        var mine = flights.Where(f => f.Origin == airport).OrderBy(f => f.Time).ThenBy(f => f.Id, StringComparer.Ordinal).ToList();
        var features = new Dictionary<string, object?>();
        foreach (var (suffix, hours) in new[] { ("1h", 1L), ("24h", 24L), ("7d", 168L) })
        {
            var events = mine.Where(f => f.Time >= at - (hours * 3_600_000_000) && f.Time < at).ToList();
            var delays = events.Where(f => f.Delay is not null).Select(f => f.Delay!.Value).ToList();
            long n = delays.Count, sum = delays.Sum(), squares = delays.Sum(d => d * d);
            features[$"airport_delays.departures_{suffix}"] = (long)events.Count;
            features[$"airport_delays.delay_mean_{suffix}"] = n == 0 ? null : (double)sum / n;
            features[$"airport_delays.delay_max_{suffix}"] = n == 0 ? null : delays.Max();
            features[$"airport_delays.late_share_{suffix}"] = events.Count == 0 ? null : (double)delays.Count(d => d > 15) / events.Count;
            features[$"airport_delays.delay_sum_{suffix}"] = sum;
            features[$"airport_delays.delay_min_{suffix}"] = n == 0 ? null : delays.Min();
            features[$"airport_delays.delay_stddev_{suffix}"] = n < 2 ? null : Math.Sqrt((double)((n * squares) - (sum * sum)) / ((double)n * (n - 1)));
            features[$"airport_delays.delay_last_{suffix}"] = n == 0 ? null : delays[^1];
        }

        var last = mine.Last(f => f.Time <= at);
        features["airport_last_departure.destination"] = last.Destination;
        features["airport_last_departure.delay_minutes"] = last.Delay;
        return features;
    }
}
