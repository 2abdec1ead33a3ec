using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Engine.Spark.Tests.Files;

/// <summary>A Delta table of all types in a folder of its own.</summary>
internal sealed class FilesFixture : IDisposable
{
    /// <summary>Rows in DuckDB's words, limits and NULLs included.</summary>
    public const string Rows = """
        SELECT * FROM (VALUES
            (1::BIGINT, 'Zürich', true, 1.25::DECIMAL(9,2), -0.000001::DECIMAL(18,6), 0.1::DOUBLE, DATE '0001-01-01',
                TIMESTAMPTZ '1500-06-01 12:00:00.000001+00', '\x00\xFF'::BLOB, [1.5, NULL]::DOUBLE[]),
            (-9223372036854775808, '', false, -9999999.99, 999999999999.999999, 'Infinity'::DOUBLE, DATE '9999-12-31',
                TIMESTAMPTZ '9999-12-31 23:59:59.999999+00', ''::BLOB, []::DOUBLE[]),
            (9223372036854775807, '😀', NULL, NULL, NULL, NULL, NULL, TIMESTAMPTZ '1969-12-31 23:59:59.999999+00', NULL, NULL))
            AS t(id, word, flag, price, rate, speed, day, seen, photo, embedding)
        """;

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("spark-files-");

    public static TableSchema Schema { get; } = new(
    [
        new("id", new PrimitiveType("long"), Nullable: false), new("word", new PrimitiveType("string")), new("flag", new PrimitiveType("boolean")),
        new("price", new PrimitiveType("decimal(9,2)")),
        new("rate", new PrimitiveType("decimal(18,6)")), new("speed", new PrimitiveType("double")),
        new("day", new PrimitiveType("date")), new("seen", new PrimitiveType("timestamp")),
        new("photo", new PrimitiveType("binary")), new("embedding", new ArrayType(new PrimitiveType("double"), ContainsNull: true)),
    ]);

    public static IReadOnlyList<string> Columns { get; } = [.. Schema.Columns.Select(c => c.Name)];

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public DuckDbSession DuckDb { get; } = new();

    public DeltaTable Table(string name) => DeltaTable.ForPath(Path.Combine(directory.FullName, name));

    /// <summary>A table whose files are written by the driver, one a query.</summary>
    public async Task<Snapshot> WriteAsync(string name, params IReadOnlyList<string> queries)
    {
        var table = Table(name);
        foreach (var query in queries)
        {
            var transaction = await table.ExistsAsync(Ct) ? table.Begin(await table.GetSnapshotAsync(ct: Ct), "WRITE") : table.Create(Schema);
            await transaction.WriteQueryAsync(DuckDb, query, ct: Ct);
            await transaction.CommitAsync(Ct);
        }

        return await table.GetSnapshotAsync(ct: Ct);
    }

    public async Task<List<object?[]>> ReadAsync(Snapshot snapshot)
    {
        var rows = new List<object?[]>();
        await foreach (var row in snapshot.Scan().ReadRowsAsync(Ct)) rows.Add(row);
        return rows;
    }

    public void Dispose()
    {
        DuckDb.Dispose();
        directory.Delete(recursive: true);
    }
}
