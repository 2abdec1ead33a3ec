using Lakehouse.Delta;

namespace Lakehouse.EndToEnd.Tests.Spark;

/// <summary>Rotations by a plain loop over bronze, and as the example job wrote them: ids of both legs and the minutes between.</summary>
internal static class FlightLegs
{
    public static async Task<IReadOnlyList<string>> PairAsync(string lake)
    {
        var legs = (await RowsAsync(lake, "bronze/flights_raw", "_source_file", "_source_row", "date", "origin", "destination"))
            .Select(r => (Id: $"{r[0]}:{r[1]}", At: r[2] is DateTimeOffset at ? at.UtcDateTime : (DateTime)r[2]!, Origin: (string)r[3]!, Destination: (string)r[4]!))
            .Where(l => l.Origin.Length == 3 && l.Destination.Length == 3);
        var pairs = new List<string>();
        foreach (var route in legs.GroupBy(l => StringComparer.Ordinal.Compare(l.Origin, l.Destination) < 0 ? (l.Origin, l.Destination) : (l.Destination, l.Origin)))
        {
            var ordered = route.OrderBy(l => l.At).ThenBy(l => l.Id, StringComparer.Ordinal).ToList();
            pairs.AddRange(ordered.Zip(ordered.Skip(1)).Where(p => p.Second.Origin == p.First.Destination)
                .Select(p => FormattableString.Invariant($"{p.First.Id} {p.Second.Id} {(long)(p.Second.At - p.First.At).TotalMinutes}")));
        }

        return [.. pairs.Order(StringComparer.Ordinal)];
    }

    public static async Task<IReadOnlyList<string>> ReadAsync(string lake) =>
        [.. (await RowsAsync(lake, "silver/flight_rotations@1", "flight_id", "back_flight_id", "turn_minutes")).Select(r => FormattableString.Invariant($"{r[0]} {r[1]} {r[2]}")).Order(StringComparer.Ordinal)];

    private static async Task<List<object?[]>> RowsAsync(string lake, string table, params string[] columns)
    {
        var ct = TestContext.Current.CancellationToken;
        var rows = new List<object?[]>();
        await foreach (var row in (await DeltaTable.ForPath(Path.Combine(lake, table)).GetSnapshotAsync(ct: ct)).Scan().Select(columns).ReadRowsAsync(ct)) rows.Add([.. row]);
        return rows;
    }
}
