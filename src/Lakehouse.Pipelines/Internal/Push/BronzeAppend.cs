using Lakehouse.Delta;
using Lakehouse.Delta.Writing;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Pipelines.Internal.Push;

/// <summary>Writes the new events of a batch and commits them at exactly one version.</summary>
internal sealed class BronzeAppend(DeltaTable bronze)
{
    /// <summary>Tag of files with pushed rows; their file and position say in which order they came.</summary>
    public const string PushedTag = "lakehouse.pushed";

    /// <summary>Commits are small and many: a checkpoint every ten would write the names of all files as often.</summary>
    private static readonly Dictionary<string, string> Properties = new() { ["delta.checkpointInterval"] = "50" };

    /// <summary>The schema that holds the events of all contracts of a batch.</summary>
    public static TableSchema SchemaOf(Snapshot? snapshot, PushBatch batch) =>
        batch.Requests.Select(r => r.Events.Plan).Distinct().Aggregate(snapshot?.Schema, BronzeColumns.Extend)!;

    /// <returns>False when another writer took the version.</returns>
    /// <exception cref="DeltaException">Storage refused, or gave no answer.</exception>
    public async Task<bool> TryCommitAsync(Snapshot? snapshot, TableSchema schema, PushBatch batch, CancellationToken ct)
    {
        var version = (snapshot?.Version ?? -1) + 1;
        var transaction = snapshot is null ? bronze.Create(schema, configuration: Properties) : bronze.Begin(snapshot, "WRITE");
        if (snapshot is not null && !ReferenceEquals(schema, snapshot.Schema)) transaction.SetSchema(schema);
        transaction.ExactVersion = true;
        transaction.UserMetadata = PushedIds.Write(batch.Keys);
        await WriteAsync(transaction, schema, version, batch, ct);
        return await transaction.CommitAsync(ct) is Committed;
    }

    private static async Task WriteAsync(Transaction transaction, TableSchema schema, long version, PushBatch batch, CancellationToken ct)
    {
        var options = new WriterOptions
        {
            RowGroupRows = batch.Accepted.Count,
            DictionaryColumns = [ContractDefinition.SourceFileColumn],
            Tags = new Dictionary<string, string> { [PushedTag] = "true" },
        };
        var parts = batch.Requests.Select(r => r.Events.Plan).Distinct().ToDictionary(p => p, p => (Columns: new BronzeColumns(p, schema), File: BronzeColumns.FileOf(version, p)));
        await using var writer = transaction.OpenWriter(options);
        for (var i = 0; i < batch.Accepted.Count; i++)
        {
            var (request, row) = batch.Accepted[i];
            var (columns, file) = parts[request.Events.Plan];
            columns.Append(writer, schema, request.Events.Rows[row], file, i);
        }

        await writer.CloseAsync(ct);
    }
}
