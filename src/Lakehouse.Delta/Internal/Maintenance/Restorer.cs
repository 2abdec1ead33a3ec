using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Delta.Internal.Maintenance;

/// <summary>Brings a table back to a version by a new commit.</summary>
/// <remarks>
/// 1. Files live then and not now are added again as their add actions stood; files live now and not then are removed. A file whose deletion vector changed is both.
/// 2. Schema and properties are those of the version; the protocol, the table's clock and application transactions stay.
/// 3. Any commit in between is a conflict, and everything is looked at again.
/// </remarks>
/// <param name="table">The table.</param>
/// <param name="options">What is asked for.</param>
internal sealed class Restorer(DeltaTable table, RestoreOptions options)
{
    private const int Attempts = 10;
    private const int NamedFiles = 5;

    public async Task<RestoreResult> RunAsync(CancellationToken ct)
    {
        if (options.Version is null == options.Timestamp is null) throw new ArgumentException("Give either a version or a timestamp.");
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await TryAsync(ct) is { } result) return result;
        }

        throw new DeltaException(
            DeltaErrorCode.Conflict,
            $"Other writers changed table '{table.Path}' {Attempts} times while it was restored; nothing was restored. Restore it again when they are done.");
    }

    private async Task<RestoreResult?> TryAsync(CancellationToken ct)
    {
        var target = options.Timestamp is { } timestamp ? await table.GetSnapshotAtAsync(timestamp, ct) : await table.GetSnapshotAsync(options.Version, ct);
        var current = await table.GetSnapshotAsync(ct: ct);
        var (now, then) = (current.Files.Select(f => f.Key).ToHashSet(), target.Files.Select(f => f.Key).ToHashSet());
        var added = target.Files.Where(f => !now.Contains(f.Key)).ToList();
        var removed = current.Files.Where(f => !then.Contains(f.Key)).ToList();
        var metadata = RestoredMetadata.Of(table, target.State, current.State);
        await RequirePresentAsync(target.Version, added, ct);
        RestoreResult Result(long? version) => new(
            version, target.Version, added.Count, removed.Count, added.Sum(f => f.Size), removed.Sum(f => f.Size), MetadataChanged: metadata is not null);

        ProtocolGate.RequireWritable(table.Path, current.State, removes: removed.Count > 0);
        if (options.DryRun || (added.Count == 0 && removed.Count == 0 && metadata is null)) return Result(version: null);
        var transaction = table.Begin(current, "RESTORE");
        transaction.ExactVersion = true;
        transaction.OperationParameters["version"] = $"{target.Version}";
        if (options.UserMetadata is { } text) transaction.UserMetadata = await text(target);
        if (metadata is not null) transaction.SetMetadata(metadata);
        foreach (var file in removed) transaction.Remove(file);
        foreach (var file in added) transaction.AddAgain(file);
        return await transaction.CommitAsync(ct) is Committed committed ? Result(committed.Version) : null;
    }

    private async Task RequirePresentAsync(long version, IReadOnlyList<DataFile> added, CancellationToken ct)
    {
        if (added.Count == 0) return;
        var stored = await StoredFiles.ListAsync(table, ct);
        var problems = new List<string>();
        foreach (var file in added)
        {
            if (await stored.ProblemAsync(file, ct) is { } problem) problems.Add(problem);
        }

        if (problems.Count == 0) return;
        var more = problems.Count > NamedFiles ? $" and {problems.Count - NamedFiles} more" : "";
        throw new DeltaException(
            DeltaErrorCode.FileMissing,
            $"Table '{table.Path}' cannot be restored to version {version}: {problems.Count} of its files are gone: {string.Join("; ", problems.Take(NamedFiles))}{more}. "
            + "Nothing was changed. Restore the files from a backup, or choose a later version.");
    }
}
