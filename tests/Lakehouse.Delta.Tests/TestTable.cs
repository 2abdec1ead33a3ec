using Lakehouse.Delta.DuckDb;
using Microsoft.Extensions.Time.Testing;

namespace Lakehouse.Delta.Tests;

/// <summary>A table in a temporary directory, with shorthands to write and read it.</summary>
internal sealed class TestTable : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("lakehouse-delta-");

    public TestTable() => Table = DeltaTable.ForPath(Path, Clock);

    public static TableSchema IdAndText { get; } = new([new("id", new PrimitiveType("long"), Nullable: false), new("text", new PrimitiveType("string"))]);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public string Path => System.IO.Path.Combine(directory.FullName, "table");

    public DeltaTable Table { get; }

    public DuckDbSession Session { get; } = new();

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Creates the table with rows id = first … first + count − 1.</summary>
    public async Task<CommitResult> CreateAsync(int first = 0, int count = 0, IReadOnlyDictionary<string, string>? configuration = null)
    {
        var transaction = Table.Create(IdAndText, configuration: configuration);
        if (count > 0) await transaction.WriteQueryAsync(Session, Ids(first, count), ct: Cancel);
        return await transaction.CommitAsync(Cancel);
    }

    public async Task<CommitResult> AppendAsync(int first, int count)
    {
        var transaction = Table.Begin(await Table.GetSnapshotAsync(ct: Cancel), "WRITE");
        await transaction.WriteQueryAsync(Session, Ids(first, count), ct: Cancel);
        return await transaction.CommitAsync(Cancel);
    }

    public async Task<long[]> ReadIdsAsync(long? version = null) => await IdsOfAsync((await Table.GetSnapshotAsync(version, Cancel)).Scan());

    public async Task<long[]> IdsOfAsync(Scan scan)
    {
        var ids = new List<long>();
        await foreach (var row in scan.Select("id").ReadRowsAsync(Cancel)) ids.Add((long)row[0]!);
        return [.. ids];
    }

    public static string Ids(int first, int count) => $"SELECT i AS id, 'row ' || i AS text FROM range({first}, {first + count}) t(i)";

    public void Dispose()
    {
        Session.Dispose();
        directory.Delete(recursive: true);
    }
}
