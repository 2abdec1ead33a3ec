using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>The rows that decide what becomes of an event id, on disk; a scratch table that goes with the run.</summary>
/// <remarks>
/// 1. An accepted row carries its event. The greatest of an id wins.
/// 2. A row that its file no longer holds carries the id only and, if it wins, deletes the event: whether it passed types and rules when it was there does not matter.
/// 3. But where the file's new content has a row of that id that was refused, nothing was taken away: the old image stays in force (semantics §1).
/// </remarks>
internal sealed class CandidateStore : IAsyncDisposable
{
    /// <summary>Column that is TRUE where the row deletes its event if it wins.</summary>
    public const string GoneColumn = "__gone";

    /// <summary>Column with the bronze version of the row.</summary>
    public const string VersionColumn = "__version";

    /// <summary>Column that is TRUE for a row that its file no longer holds.</summary>
    public const string RemovedColumn = "__removed";

    /// <summary>Column that is TRUE for a row that was refused.</summary>
    public const string RefusedColumn = "__refused";

    /// <summary>Column with the row's file.</summary>
    public const string FileColumn = "__file";

    /// <summary>Column with the row's position in its file.</summary>
    public const string RowColumn = "__row";

    /// <summary>Column with the row's canonical JSON; NULL but for a Delta source.</summary>
    public const string JsonColumn = "__json";

    private readonly ContractDefinition contract;
    private readonly RawRowJson? json;
    private readonly DeltaTable table;
    private readonly Transaction transaction;
    private readonly DataFileWriter writer;
    private readonly UniqueIds ids = new();
    private readonly int idColumn;

    /// <param name="contract">What silver promises.</param>
    /// <param name="directory">A directory that does not exist yet.</param>
    public CandidateStore(ContractDefinition contract, string directory)
    {
        this.contract = contract;
        idColumn = contract.Columns.IndexOf(contract.EventId);
        IdRange = IdRange.None(contract.EventId);
        json = contract.Source.Format.Kind == SourceKind.Delta ? new RawRowJson(contract.Source, RawReads.Of(contract)) : null;
        table = DeltaTable.ForPath(directory);
        transaction = table.Create(SchemaMapping.ToDelta(
        [
            .. contract.Schema.Select(f => f with { Nullable = true }), new(VersionColumn, DataType.Int64),
            new(RemovedColumn, DataType.Bool), new(RefusedColumn, DataType.Bool), new(GoneColumn, DataType.Bool),
            new(FileColumn, DataType.String), new(RowColumn, DataType.Int64), new(JsonColumn, DataType.String),
        ]));
        writer = transaction.OpenWriter(new WriterOptions { DictionaryColumns = [FileColumn] });
    }

    /// <summary>Bounds of the ids so far.</summary>
    public IdRange IdRange { get; private set; }

    /// <summary>True where rows were refused.</summary>
    public bool MayBeRefused { get; private set; }

    /// <summary>True where rows were removed.</summary>
    public bool MayBeRemoved { get; private set; }

    /// <summary>Rows kept.</summary>
    public long Rows => writer.Rows;

    /// <summary>Keeps an accepted row.</summary>
    public void Add(RawRow raw, ReadOnlySpan<Value> row, bool delete)
    {
        for (var i = 0; i < row.Length; i++) RowWriter.Append(writer.Columns[i], contract.Columns[i].Type, row[i]);
        EndRow(raw, row[idColumn], refused: false, delete);
    }

    /// <summary>Keeps the id of a row that its file no longer holds.</summary>
    public void AddRemoved(RawRow raw, Value id)
    {
        MayBeRemoved = true;
        AddId(raw, id, refused: false);
    }

    /// <summary>Keeps the id of a refused row.</summary>
    public void AddRefused(RawRow raw, Value id)
    {
        MayBeRefused = true;
        AddId(raw, id, refused: true);
    }

    /// <summary>A SELECT of the winning row per event id: silver's columns and <see cref="GoneColumn"/>.</summary>
    public async Task<string> WinnersAsync(DuckDbSession session, CancellationToken ct)
    {
        var rows = await (await CompleteAsync(ct)).Scan().ToSqlAsync(session, ct);
        var columns = string.Join(", ", contract.Columns.Select(c => DuckDbSession.Identifier(c.Name)).Append(GoneColumn));
        if (ids.AllDiffer) return $"SELECT {columns} FROM {rows} WHERE NOT {RefusedColumn}";

        var id = DuckDbSession.Identifier(contract.EventId.Name);
        if (MayBeRemoved && MayBeRefused)
        {
            rows = $"(SELECT * FROM {rows} QUALIFY NOT ({RemovedColumn} AND bool_or({RefusedColumn}) OVER (PARTITION BY {id}, {VersionColumn})))";
        }

        // A row of a Delta source has no position: its content decides (semantics §1).
        var order = json is null ? $"{VersionColumn} DESC, {RemovedColumn}, {FileColumn} DESC, {RowColumn} DESC" : $"{JsonColumn} DESC";
        return $"SELECT {columns} FROM {rows} WHERE NOT {RefusedColumn} QUALIFY row_number() OVER (PARTITION BY {id} ORDER BY {order}) = 1";
    }

    /// <summary>Completes the store's files.</summary>
    public async Task<Snapshot> CompleteAsync(CancellationToken ct)
    {
        await writer.CloseAsync(ct);
        await transaction.CommitAsync(ct);
        return await table.GetSnapshotAsync(ct: ct);
    }

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        if (Directory.Exists(table.Path)) Directory.Delete(table.Path, recursive: true);
    }

    private void AddId(RawRow raw, Value id, bool refused)
    {
        for (var i = 0; i < contract.Columns.Length; i++) RowWriter.Append(writer.Columns[i], contract.Columns[i].Type, i == idColumn ? id : Value.Null);
        EndRow(raw, id, refused, delete: false);
    }

    private void EndRow(RawRow raw, Value id, bool refused, bool delete)
    {
        var own = contract.Columns.Length;
        writer.Columns[own].AppendInt64(raw.Version);
        writer.Columns[own + 1].AppendBool(raw.Removed);
        writer.Columns[own + 2].AppendBool(refused);
        writer.Columns[own + 3].AppendBool(raw.Removed || delete);
        RowWriter.Append(writer.Columns[own + 4], DataType.String, raw.File);
        RowWriter.Append(writer.Columns[own + 5], DataType.Int64, raw.Row);
        RowWriter.AppendText(writer.Columns[own + 6], json?.Write(raw));
        writer.EndRow();
        ids.Add(id, contract.EventId.Type);
        IdRange = IdRange.With(id);
    }
}
