using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Pipelines.Internal.Ingest;

/// <summary>Commits one file to bronze, whole or not at all.</summary>
/// <remarks>
/// 1. What bronze holds of the path and of the bytes decides: skip, append, replace or refuse.
/// 2. The commit takes exactly the next version, which is also the version of its application transaction and a tag of its files.
/// 3. A replacing commit adds the new file's rows and, marked as removed, the rows that the path had before.
/// 4. Any other commit in between is a conflict: decide again. Files that were written are kept, so that pushes, which commit many times while a large file is written, do not win for ever.
/// </remarks>
internal sealed class BronzeCommit(DeltaTable bronze, SourceDefinition source, bool replace)
{
    public const string VersionTag = "lakehouse.bronzeVersion";
    private const int Attempts = 100;
    private const int LongestPauseMillis = 20;

    /// <summary>Refuses or accepts a file before anything is read from it.</summary>
    /// <returns>Why it is skipped; null when it is to be ingested.</returns>
    /// <exception cref="JobException">The path holds other content, and replacing was not asked for.</exception>
    public async Task<string?> DecideAsync(SourceFile file, CancellationToken ct) => Decide(BronzeContents.Of(await SnapshotAsync(ct)), file);

    /// <exception cref="JobException">The file does not fit, or other writers came in between too often.</exception>
    public async Task<IngestOutcome> CommitAsync(SourceFile file, ISourceReader reader, DuckDbSession session, CancellationToken ct)
    {
        (TableSchema Schema, IReadOnlyList<StagedFile> Files, long Rows)? written = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var snapshot = await SnapshotAsync(ct);
            var contents = BronzeContents.Of(snapshot);
            if (Decide(contents, file) is { } reason) return new(Version: null, Rows: 0, Removed: 0, reason);

            var previous = contents.VersionOf(file.RelativePath);
            var version = (snapshot?.Version ?? -1) + 1;
            var schema = BronzeSchema.Merge(snapshot?.Schema, reader.Columns, reader.IsText, previous is not null, file.RelativePath);
            DeclaredColumns.CheckOneEach(source, snapshot?.Schema, schema, file);
            var transaction = snapshot is null ? bronze.Create(schema) : bronze.Begin(snapshot, "WRITE");
            if (snapshot is not null && schema != snapshot.Schema) transaction.SetSchema(schema);
            transaction.ExactVersion = true;
            transaction.SetTransaction(BronzeContents.ApplicationId(file), version);

            var writing = new WriterOptions { DictionaryColumns = [ContractDefinition.SourceFileColumn], Tags = Tag(version) };
            if (written is null || !ReferenceEquals(written.Value.Schema, schema))
            {
                var count = await reader.WriteAsync(transaction, writing, ct);
                await file.CheckUnchangedAsync(ct);
                written = (schema, transaction.StagedFiles, count);
            }
            else
            {
                foreach (var staged in written.Value.Files) transaction.AddStaged(staged, Tag(version));
            }

            var removed = previous is { } old
                ? await transaction.WriteQueryAsync(session, await RemovedRowsAsync(snapshot!, schema, file.RelativePath, old, session, ct), writing, ct)
                : 0;
            if (await transaction.CommitAsync(ct) is Committed committed) return new(committed.Version, written.Value.Rows, removed, Skipped: null);
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(LongestPauseMillis)), TimeProvider.System, ct);
        }

        throw new JobException(1, $"Other writers changed bronze/{source.Name} {Attempts} times while {file.RelativePath} was ingested. Run the command again.");
    }

    private async Task<Snapshot?> SnapshotAsync(CancellationToken ct) => await bronze.ExistsAsync(ct) ? await bronze.GetSnapshotAsync(version: null, ct) : null;

    private string? Decide(BronzeContents contents, SourceFile file)
    {
        var holder = contents.PathOfContent(file);
        if (holder == file.RelativePath) return "already ingested";
        var isRecorded = contents.VersionOf(file.RelativePath) is not null;
        if (holder is not null && !(replace && isRecorded)) return $"same bytes as {holder}, which is already ingested";
        return !isRecorded || replace
            ? null
            : throw new JobException(
                3,
                $"{file.RelativePath} was ingested into {source.Name} with other content. Ingest it with --replace to take its rows as corrections, "
                + "or give the new data a name of its own. Nothing of it was ingested.");
    }

    private static async Task<string> RemovedRowsAsync(Snapshot snapshot, TableSchema schema, string path, long version, DuckDbSession session, CancellationToken ct)
    {
        var files = snapshot.Files.Where(f => f.Tags?.GetValueOrDefault(VersionTag) == Tag(version)[VersionTag]).ToList();
        var columns = schema.Columns.Select(c => c.Name == ContractDefinition.RemovedColumn
            ? $"TRUE AS {c.Name}"
            : $"{(snapshot.Schema.Find(c.Name) is null ? $"CAST(NULL AS {c.Type.DuckDbType})" : DuckDbSession.Identifier(c.Name))} AS {DuckDbSession.Identifier(c.Name)}");
        var live = snapshot.Schema.Find(ContractDefinition.RemovedColumn) is null ? "" : $" AND {ContractDefinition.RemovedColumn} IS NOT TRUE";
        var condition = $"{ContractDefinition.SourceFileColumn} = {DuckDbSession.Literal(path)}{live}";
        return $"SELECT {string.Join(", ", columns)} FROM {await snapshot.Scan(files).ToSqlAsync(session, ct)} AS previous WHERE {condition}";
    }

    private static Dictionary<string, string> Tag(long version) => new() { [VersionTag] = version.ToString(CultureInfo.InvariantCulture) };
}

/// <summary>What became of a file.</summary>
/// <param name="Version">The bronze version that holds it; null when it was skipped.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Removed">Rows of the path's former content, marked as removed.</param>
/// <param name="Skipped">Why it was skipped, or null.</param>
internal sealed record IngestOutcome(long? Version, long Rows, long Removed, string? Skipped);
