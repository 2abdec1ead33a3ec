using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Operations;

namespace Lakehouse.Interop.Tests.Tables;

/// <summary>A table in a temporary directory, with shorthands to write it through the public API.</summary>
internal sealed class TableWriter : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("lakehouse-interop-");

    public TableWriter() => Table = DeltaTable.ForPath(Path);

    public string Path => System.IO.Path.Combine(directory.FullName, "table");

    public DeltaTable Table { get; }

    public DuckDbSession Session { get; } = new();

    public TableOperations Operations => new(Table, Session);

    /// <summary>The columns that the table was created with.</summary>
    public TableSchema Schema { get; private set; } = IdAndText;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TableSchema IdAndText { get; } = Columns(("id", "long"), ("text", "string"));

    public static TableSchema Columns(params IEnumerable<(string Name, string Type)> columns) => new([.. columns.Select(c => new TableColumn(c.Name, new PrimitiveType(c.Type)))]);

    /// <summary>Rows id = first … first + count − 1 of <see cref="IdAndText"/>.</summary>
    public static string Ids(long first, long count) => $"SELECT i AS id, 'row ' || i AS text FROM range({first}, {first + count}) t(i)";

    public async Task CreateAsync(TableSchema schema, string query, IReadOnlyList<string>? partitions = null, params (string Key, string Value)[] properties)
    {
        Schema = schema;
        var transaction = Table.Create(schema, partitions, properties.ToDictionary(p => p.Key, p => p.Value));
        await transaction.WriteQueryAsync(Session, query, ct: Cancel);
        await CommitAsync(transaction);
    }

    public async Task AppendAsync(string query) => await WriteAsync("WRITE", t => t.WriteQueryAsync(Session, query, ct: Cancel));

    /// <summary>One commit on the newest version.</summary>
    public async Task WriteAsync(string operation, Func<Transaction, Task> write)
    {
        var transaction = Table.Begin(await Table.GetSnapshotAsync(ct: Cancel), operation);
        await write(transaction);
        await CommitAsync(transaction);
    }

    public void Dispose()
    {
        Session.Dispose();
        directory.Delete(recursive: true);
    }

    private static async Task CommitAsync(Transaction transaction) => (await transaction.CommitAsync(Cancel)).Should().BeOfType<Committed>();
}
