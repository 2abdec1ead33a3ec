using Lakehouse.Delta;
using Lakehouse.Delta.Writing;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>Writes refused rows to the quarantine table, in a commit of its own before silver's.</summary>
/// <remarks>
/// The table's rows are a function of the source rows alone. A run without refused rows commits nothing to an existing table: silver's progress,
/// which is never ahead of quarantine's, then says how far quarantine has come.
/// </remarks>
internal sealed class QuarantineWriter : IAsyncDisposable
{
    private static readonly Field[] Columns =
    [
        new("rule", DataType.String, Nullable: false), new("reason", DataType.String), new(ContractDefinition.SourceFileColumn, DataType.String),
        new(ContractDefinition.SourceRowColumn, DataType.Int64), new("bronze_version", DataType.Int64), new("row", DataType.String), new("known_at", DataType.Timestamp),
    ];

    private readonly ConformState state;
    private readonly RawRowJson json;
    private readonly Transaction transaction;
    private readonly DataFileWriter writer;
    private readonly PublishStamp stamp;

    public QuarantineWriter(ConformPlan plan, ConformState state, TimeProvider clock)
    {
        this.state = state;
        json = new RawRowJson(plan.Contract.Source);
        stamp = new PublishStamp(clock, state.Progress);
        transaction = state.Begin(plan, SchemaMapping.ToDelta(Columns), stamp.Micros);
        writer = transaction.OpenWriter(new WriterOptions { DictionaryColumns = ["rule", "reason", ContractDefinition.SourceFileColumn] });
    }

    /// <summary>Rows refused so far.</summary>
    public long Rows => writer.Rows;

    /// <summary>Keeps a refused row.</summary>
    public void Add(RawRow raw, RowVerdict verdict)
    {
        RowWriter.AppendText(writer.Columns[0], verdict.Rule);
        RowWriter.AppendText(writer.Columns[1], verdict.Reason);
        RowWriter.Append(writer.Columns[2], DataType.String, raw.File);
        RowWriter.Append(writer.Columns[3], DataType.Int64, raw.Row);
        writer.Columns[4].AppendInt64(raw.Version);
        RowWriter.AppendText(writer.Columns[5], json.Write(raw));
        writer.Columns[6].AppendInt64(stamp.Micros);
        writer.EndRow();
    }

    /// <summary>Commits the rows.</summary>
    /// <returns>False when another writer was faster.</returns>
    public async Task<bool> CommitAsync(CancellationToken ct)
    {
        if (Rows == 0 && state.Snapshot is not null && !state.MustRebuild) return true;
        await writer.CloseAsync(ct);
        await stamp.WaitUntilPassedAsync(ct);
        return await transaction.CommitAsync(ct) is Committed;
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();
}
