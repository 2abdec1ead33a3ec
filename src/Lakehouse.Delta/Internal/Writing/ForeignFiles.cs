using Lakehouse.Delta.Internal.Maintenance;
using Lakehouse.Delta.Storage;
using ParquetSharp;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Takes files that another program wrote into a directory of the table into a transaction.</summary>
/// <param name="transaction">The transaction.</param>
/// <param name="directory">The directory's name.</param>
internal sealed class ForeignFiles(Transaction transaction, string directory)
{
    private readonly DeltaTable table = transaction.Table;

    public async Task<IReadOnlyList<StagedFile>> AddAsync(Func<string, IReadOnlyDictionary<string, string>?> tags, CancellationToken ct)
    {
        RequirePlain();
        var footers = new ForeignFooters(transaction);
        var found = new List<StoredFile>();
        await foreach (var file in table.Storage.ListTreeAsync(directory, ct)) found.Add(file);
        var added = new List<StagedFile>();
        foreach (var file in found.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            var path = $"{directory}/{file.Name}";
            var (rows, stats) = TreePath.IsData(file.Name) ? await ReadAsync(footers, path, file, ct) : (0, "");
            if (rows == 0)
            {
                await table.Storage.DiscardAsync(path);
                continue;
            }

            await table.Storage.SecureAsync(path, ct);
            transaction.Add(new PendingFile(path, new Dictionary<string, string?>(), file.Size, file.ModificationTimeMillis, rows, stats, tags(file.Name)));
            added.Add(new StagedFile(path, file.Size, file.ModificationTimeMillis, rows, stats));
        }

        return added;
    }

    private async Task<(long Rows, string Stats)> ReadAsync(ForeignFooters footers, string path, StoredFile file, CancellationToken ct)
    {
        using var located = await table.Storage.LocateAsync([new FileReference(path, file.Size, file.ModificationTimeMillis)], ct);
        var local = located.Names[0] ?? throw new DeltaException(
            DeltaErrorCode.FileMissing,
            $"File '{path}' of table '{table.Path}' went away before it was committed. Repeat the run, and let nothing else delete files of the table.");
        try
        {
            return footers.Read(path, local);
        }
        catch (Exception e) when (e is ParquetException or IOException or UnauthorizedAccessException)
        {
            throw new DeltaException(
                DeltaErrorCode.Corrupt, $"File '{path}', written for table '{table.Path}', is no readable Parquet file: {e.Message} Repeat the run; nothing of it is visible.", e);
        }
    }

    private void RequirePlain()
    {
        if (transaction.ReadSnapshot is { } read) ProtocolGate.RequireWritable(transaction, read.State.Protocol);
        var what = transaction.Metadata switch
        {
            { PartitionColumns.Count: > 0 } => "partition columns",
            var metadata when TableConstraints.Of(table.Path, metadata).Any() => "constraints",
            { Schema.Columns: var columns } when columns.Any(c => TextLimit.Of(c) is not null) => "columns that limit the length of their texts",
            _ when StoredColumns.Of(transaction).IsMapped => "mapped columns",
            _ => null,
        };
        if (what is not null)
            throw new DeltaException(
                DeltaErrorCode.UnsupportedFeature,
                $"Table '{table.Path}' has {what}: files of another program cannot be committed to it. Write it with {nameof(Transaction.WriteQueryAsync)}.");
    }
}
