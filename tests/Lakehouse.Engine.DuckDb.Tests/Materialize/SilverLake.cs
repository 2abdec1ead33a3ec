using System.Text;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Lakehouse.Engine.DuckDb.Tests.Materialize;

/// <summary>A contract's silver table, written with the Delta API alone, and gold tables beside it.</summary>
internal sealed class SilverLake(string path, ContractDefinition contract, TimeProvider? clock = null)
{
    public const string SilverName = "silver/events@1";

    private static readonly DuckDbOptions Options = new() { Threads = 1, MemoryLimit = "256MB" };

    private readonly int idColumn = contract.Columns.IndexOf(contract.EventId);
    private readonly Dictionary<Value, Value[]> live = [];

    /// <summary>The events in force.</summary>
    public IReadOnlyCollection<Value[]> Rows => live.Values;

    public DeltaTable Silver { get; } = DeltaTable.ForPath(Path.Combine(path, "silver"));

    public DeltaTable Gold(string name) => DeltaTable.ForPath(Path.Combine(path, name), clock is FakeTimeProvider ? clock : null);

    /// <summary>Commits arriving rows: an append when all are new events, else a rewrite of all files.</summary>
    public async Task CommitAsync(IEnumerable<EventChange> changes)
    {
        var newest = changes.GroupBy(c => c.Row[idColumn]).Select(g => g.Last()).ToList();
        var appends = newest.All(c => !live.ContainsKey(c.Row[idColumn]));
        foreach (var change in newest)
        {
            live.Remove(change.Row[idColumn]);
            if (!change.Deleted) live.Add(change.Row[idColumn], change.Row);
        }

        var snapshot = await Silver.ExistsAsync(default) ? await Silver.GetSnapshotAsync() : null;
        var transaction = snapshot is null ? Silver.Create(SchemaMapping.ToDelta(contract.Schema)) : Silver.Begin(snapshot, "WRITE");
        if (!appends) transaction.RemoveAll();
        await using var writer = transaction.OpenWriter();
        foreach (var row in appends ? newest.Where(c => !c.Deleted).Select(c => c.Row) : live.Values) Append(writer, row);
        await writer.CloseAsync();
        (await transaction.CommitAsync()).Should().BeOfType<Committed>();
    }

    public async Task<MaterializeResult> RunAsync(
        EntityViewDefinition view, string gold, long clockMicros, long horizonMicros = 0, long? silverVersion = null, string definitionHash = "hash")
    {
        var version = silverVersion ?? (await Silver.GetSnapshotAsync()).Version;
        var plan = new MaterializePlan(view, definitionHash, Silver, SilverName, version, Gold(gold), clockMicros, horizonMicros);
        return await new MaterializeRunner(Options, clock ?? TimeProvider.System).RunAsync(plan, TestContext.Current.CancellationToken);
    }

    /// <summary>Makes gold say no more that its vanished instants lie apart, as gold of older runs does not.</summary>
    public async Task ForgetVanishedAsync(string gold, CommitProgress progress)
    {
        var transaction = Gold(gold).Begin(await Gold(gold).GetSnapshotAsync(), "WRITE");
        transaction.UserMetadata = (progress with { VanishedApart = null }).ToJson();
        (await transaction.CommitAsync()).Should().BeOfType<Committed>();
    }

    /// <summary>All rows of gold, by key, valid_from and known_at.</summary>
    public async Task<List<ExpectedRow>> ReadAsync(EntityViewDefinition view, string gold)
    {
        using var session = new DuckDbSession(Options);
        var rows = new List<ExpectedRow>();
        var schema = view.GoldSchema;
        var keys = view.Entity.Keys.Length;
        var source = await (await Gold(gold).GetSnapshotAsync()).Scan().ToSqlAsync(session);
        var order = string.Join(", ", view.Entity.Keys.Select(k => DuckDbSession.Identifier(k.Name))) + ", valid_from, known_at";
        session.Stream($"SELECT {string.Join(", ", schema.Select(f => SchemaMapping.Read(f.Name, f.Type)))} FROM {source} AS g ORDER BY {order}", chunk =>
        {
            for (var r = 0; r < chunk.Rows; r++)
            {
                Value[] row = [.. schema.Select((field, column) => ChunkValues.Read(chunk, column, r, field.Type, new TextCache()))];
                rows.Add(new(row[..keys], row[keys].AsInt64, row[keys + 1].IsNull ? null : row[keys + 1].AsInt64, row[(keys + 2)..^2], row[^2].AsBool, row[^1].AsInt64));
            }
        });
        return rows;
    }

    private void Append(DataFileWriter writer, Value[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i].IsNull) writer.Columns[i].AppendNull();
            else Append(writer.Columns[i], contract.Columns[i].Type.Kind, row[i]);
        }

        writer.EndRow();
    }

    private static void Append(ColumnBuffer column, TypeKind kind, Value value)
    {
        switch (kind)
        {
            case TypeKind.Bool: column.AppendBool(value.AsBool); break;
            case TypeKind.Double: column.AppendDouble(value.AsDouble); break;
            case TypeKind.String: column.AppendBytes(Encoding.UTF8.GetBytes(value.AsString)); break;
            case TypeKind.Binary: column.AppendBytes(value.AsBinary); break;
            case TypeKind.DoubleList: column.AppendDoubles(value.AsDoubleList); break;
            default: column.AppendInt64(value.AsInt64); break;
        }
    }
}
