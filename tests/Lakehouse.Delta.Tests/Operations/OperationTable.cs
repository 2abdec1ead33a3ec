using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Tests.Operations;

/// <summary>A table of ids, a day-like partition text and an amount, with shorthands for operations on it.</summary>
internal sealed class OperationTable : IDisposable
{
    private readonly TestTable inner = new();

    public static TableSchema Columns { get; } = new(
    [
        new("id", new PrimitiveType("long"), Nullable: false), new("day", new PrimitiveType("string")), new("amount", new PrimitiveType("integer")),
        new("price", new PrimitiveType("decimal(10,2)")),
    ]);

    public DeltaTable Table => inner.Table;

    public string Path => inner.Path;

    public DuckDb.DuckDbSession Session => inner.Session;

    public TableOperations Operations => field ??= new TableOperations(Table, Session);

    public static CancellationToken Cancel => TestTable.Cancel;

    /// <summary>Creates the table with a file a value: rows (id, day, amount, price).</summary>
    public async Task CreateAsync(bool partitioned = false, IReadOnlyDictionary<string, string>? properties = null, params string[] values)
    {
        await Operations.CreateAsync(Columns, partitioned ? ["day"] : null, properties, ct: Cancel);
        foreach (var rows in values) await Operations.AppendAsync(Rows(rows), ct: Cancel);
    }

    /// <summary>Rows such as <c>(1, 'a', 10, 1.50), (2, NULL, NULL, NULL)</c>.</summary>
    public static RowSource Rows(string values) => RowSource.Query(
        $"SELECT id::BIGINT AS id, day::VARCHAR AS day, amount::INTEGER AS amount, price::DECIMAL(10,2) AS price FROM (VALUES {values}) v(id, day, amount, price)");

    public ScanPredicate Where(string condition) => ScanPredicate.Parse(condition, Columns);

    public Task<Snapshot> SnapshotAsync(long? version = null) => Table.GetSnapshotAsync(version, Cancel);

    /// <summary>All rows in the order of their text, such as <c>1|a|10|1.50</c>.</summary>
    public async Task<string[]> RowsAsync(long? version = null)
    {
        var rows = new List<string>();
        await foreach (var row in (await SnapshotAsync(version)).Scan().ReadRowsAsync(Cancel)) rows.Add(string.Join("|", row));
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    public async Task<CommitInfo> LastCommitAsync()
    {
        await foreach (var commit in Table.GetHistoryAsync(Cancel)) return commit;
        throw new InvalidOperationException("No commit.");
    }

    public void Dispose() => inner.Dispose();
}
