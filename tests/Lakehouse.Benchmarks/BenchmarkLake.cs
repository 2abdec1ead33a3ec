using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Benchmarks;

/// <summary>A silver table of flights and gold beside it.</summary>
internal sealed class BenchmarkLake(string directory)
{
    public const string SilverName = "silver/flights@1";

    public DeltaTable Silver { get; } = DeltaTable.ForPath(Path.Combine(directory, "silver"));

    public DeltaTable Gold { get; } = DeltaTable.ForPath(Path.Combine(directory, "gold"));

    /// <summary>The flights of the sample data, as conform would leave them: a SELECT of the contract's columns.</summary>
    public static string SampleFlights(string path) =>
        "SELECT 'flights-3m.parquet:' || file_row_number AS flight_id, date::TIMESTAMP::TIMESTAMPTZ AS departed_at, origin, destination, delay::BIGINT AS delay_minutes, "
        + $"distance::BIGINT AS distance_miles FROM read_parquet({DuckDbSession.Literal(path)}, file_row_number = true) ORDER BY date, file_row_number";

    /// <summary>Commits silver's first version.</summary>
    /// <returns>The time of the newest event in microseconds.</returns>
    public async Task<long> WriteSilverAsync(string query, CancellationToken ct)
    {
        using var session = new DuckDbSession();
        var transaction = Silver.Create(new([
            new("flight_id", new PrimitiveType("string"), Nullable: false),
            new("departed_at", new PrimitiveType("timestamp"), Nullable: false),
            new("origin", new PrimitiveType("string"), Nullable: false),
            new("destination", new PrimitiveType("string"), Nullable: false),
            new("delay_minutes", new PrimitiveType("long")),
            new("distance_miles", new PrimitiveType("long"), Nullable: false),
        ]));
        await transaction.WriteQueryAsync(session, query, ct: ct);
        if (await transaction.CommitAsync(ct) is not Committed) throw new InvalidOperationException("The commit met another writer.");
        var files = await (await Silver.GetSnapshotAsync(ct: ct)).Scan().ToSqlAsync(session, ct);
        return session.ScalarInt64($"SELECT max(epoch_us(departed_at)) FROM {files} AS s") ?? 0;
    }
}
