using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Benchmarks;

/// <summary>A silver table of flights that grows by the flights of one range of time after another.</summary>
/// <param name="table">The table.</param>
/// <param name="flights">The sample file.</param>
internal sealed class GrowthSilver(DeltaTable table, string flights)
{
    private static readonly TableSchema Schema = new(
    [
        new("flight_id", new PrimitiveType("string"), Nullable: false), new("departed_at", new PrimitiveType("timestamp"), Nullable: false),
        new("origin", new PrimitiveType("string"), Nullable: false), new("destination", new PrimitiveType("string"), Nullable: false),
        new("delay_minutes", new PrimitiveType("long")), new("distance_miles", new PrimitiveType("long"), Nullable: false),
    ]);

    public DeltaTable Table { get; } = table;

    private string Source => $"read_parquet({DuckDbSession.Literal(flights)}, file_row_number = true)";

    /// <summary>Midnight before the first flight, in microseconds.</summary>
    public long FirstDay(DuckDbSession session) => session.ScalarInt64($"SELECT epoch_us(date_trunc('day', min(date))::TIMESTAMP) FROM {Source}") ?? 0;

    /// <summary>The time of the last flight, in microseconds.</summary>
    public long LastFlight(DuckDbSession session) => session.ScalarInt64($"SELECT max(epoch_us(date::TIMESTAMP)) FROM {Source}") ?? 0;

    /// <summary>Appends the flights from one instant (inclusive) to another (exclusive) in one commit.</summary>
    /// <returns>Their number.</returns>
    public async Task<long> AppendAsync(DuckDbSession session, long fromMicros, long toMicros, CancellationToken ct)
    {
        var transaction = await Table.ExistsAsync(ct) ? Table.Begin(await Table.GetSnapshotAsync(ct: ct), "WRITE") : Table.Create(Schema);
        var rows = await transaction.WriteQueryAsync(
            session,
            "SELECT 'flights-3m.parquet:' || file_row_number AS flight_id, date::TIMESTAMP::TIMESTAMPTZ AS departed_at, origin, destination, delay::BIGINT AS delay_minutes, "
            + $"distance::BIGINT AS distance_miles FROM {Source} WHERE date::TIMESTAMP >= make_timestamp({fromMicros}) AND date::TIMESTAMP < make_timestamp({toMicros}) "
            + "ORDER BY date, file_row_number",
            ct: ct);
        await transaction.CommitAsync(ct);
        return rows;
    }
}
