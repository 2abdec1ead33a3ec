using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Tests;

/// <summary>A directory of Delta tables that goes with the test.</summary>
internal sealed class TestLake : IDisposable
{
    private readonly string root = Path.Combine(Path.GetTempPath(), $"lakehouse-engine-tests-{Guid.NewGuid():N}");

    public static DuckDbOptions Options { get; } = new() { Threads = 2, MemoryLimit = "512MB" };

    public DeltaTable Table(string name) => DeltaTable.ForPath(PathOf(name));

    public string PathOf(string name) => Path.Combine(root, name);

    /// <summary>Appends rows in one commit, creating the table where it is missing.</summary>
    public static async Task<long> AppendAsync(
        DeltaTable table, IReadOnlyList<Field> fields, IEnumerable<Value[]> rows, IReadOnlyDictionary<string, string>? tags = null, string? userMetadata = null)
    {
        var ct = TestContext.Current.CancellationToken;
        var schema = SchemaMapping.ToDelta(fields);
        var snapshot = await table.ExistsAsync(ct) ? await table.GetSnapshotAsync(ct: ct) : null;
        var transaction = snapshot is null ? table.Create(schema) : table.Begin(snapshot, "WRITE");
        if (snapshot is not null && snapshot.Schema.Columns.Count != schema.Columns.Count) transaction.SetSchema(schema);
        transaction.UserMetadata = userMetadata;
        await using var writer = transaction.OpenWriter(new WriterOptions { Tags = tags });
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++) RowWriter.Append(writer.Columns[i], fields[i].Type, row[i]);
            writer.EndRow();
        }

        await writer.CloseAsync(ct);
        return ((Committed)await transaction.CommitAsync(ct)).Version;
    }

    /// <summary>All rows of a table's newest version, in the order of an SQL list.</summary>
    public static async Task<IReadOnlyList<Value[]>> ReadAsync(DeltaTable table, string orderBy, params IReadOnlyList<string> columns)
    {
        var snapshot = await table.GetSnapshotAsync(ct: TestContext.Current.CancellationToken);
        var chosen = columns.Count == 0 ? snapshot.Schema.Columns : [.. columns.Select(c => snapshot.Schema.Find(c)!)];
        var types = chosen.Select(c => ColumnTypes.FromDelta(c.Type)!.Value).ToList();
        var list = string.Join(", ", chosen.Zip(types).Select(c => ColumnTypes.Select(DuckDbSession.Identifier(c.First.Name), c.Second)));
        using var session = new DuckDbSession(Options);
        var reader = new RowReader(types);
        var rows = new List<Value[]>();
        session.Stream($"SELECT {list} FROM {await snapshot.Scan().ToSqlAsync(session, TestContext.Current.CancellationToken)} ORDER BY {orderBy}", chunk =>
        {
            for (var row = 0; row < chunk.Rows; row++) rows.Add(reader.Read(chunk, row));
        }, TestContext.Current.CancellationToken);
        return rows;
    }

    /// <summary>Rows as text, so that two lists can be compared and a difference is readable.</summary>
    public static IReadOnlyList<string> Texts(IEnumerable<Value[]> rows, IReadOnlyList<DataType> types) =>
        [.. rows.Select(r => string.Join("|", r.Select((v, i) => v.IsNull ? "∅" : Features.Internal.ValueText.Of(v, types[i]))))];

    public void Dispose()
    {
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
    }
}
