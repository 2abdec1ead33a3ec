using System.Text.Json;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Changes;

/// <summary>Finds the files that hold the row changes of each commit.</summary>
/// <remarks>
/// 1. A commit with change files is told by them alone. Else its data-changing adds are inserts and its removes deletes.
/// 2. An add and a remove of one path differ in their deletion vectors: only rows live in one of them changed.
/// 3. A remove of a file that was not live, and an add of one that was, change nothing.
/// </remarks>
/// <param name="schema">The columns that the feed shows.</param>
internal sealed class ChangePlanner(ChangeSchema schema)
{
    private const string Enabled = "delta.enableChangeDataFeed";
    private readonly DeltaTable table = schema.To.Table;

    public async Task<IReadOnlyList<ChangePart>> PlanAsync(long from, CancellationToken ct)
    {
        var times = CommitTimes.Monotonised(await table.Log.ListAsync(0, ct));
        var first = await table.Log.LoadAsync(from, ct);
        ProtocolGate.RequireReadable(table.Path, first);
        var (protocol, metadata) = (first.Protocol, first.Metadata);
        var live = await LiveBeforeAsync(from, ct);
        var parts = new List<ChangePart>();
        for (var version = from; version <= schema.To.Version; version++)
        {
            var commit = await table.Log.ReadCommitAsync(version, ct) ?? throw Gone(version);
            if (version > from && (commit.Protocol is not null || commit.Metadata is not null))
            {
                (protocol, metadata) = (commit.Protocol ?? protocol, commit.Metadata ?? metadata);
                RequireReadable(version, protocol, metadata);
            }

            if (!metadata.IsTrue(Enabled)) throw NotRecorded(version);
            schema.RequireShows(metadata, version);
            var time = (metadata.InCommitTimestamps ? commit.InCommitTimestamp : null) ?? times[version];
            var (removed, added) = Move(live, commit);
            parts.AddRange(commit.ChangeFiles.Count > 0 ? [new ChangePart(version, time, Type: null, commit.ChangeFiles)] : Parts(version, time, removed, added));
        }

        return [.. parts.Where(p => p.Files.Count > 0)];
    }

    /// <summary>A feature may have come and gone again inside the range.</summary>
    private void RequireReadable(long version, ProtocolAction protocol, TableMetadata metadata)
    {
        var state = new TableState();
        state.Apply(new CommitActions(version) { Protocol = protocol, Metadata = metadata });
        ProtocolGate.RequireReadable(table.Path, state);
    }

    /// <summary>The live files of the version before, or null where log clean-up took it.</summary>
    private async Task<Dictionary<FileKey, DataFile>?> LiveBeforeAsync(long version, CancellationToken ct)
    {
        if (version == 0) return [];
        try
        {
            return (await table.Log.LoadAsync(version - 1, ct)).LiveFiles().ToDictionary(f => f.Key);
        }
        catch (DeltaException e) when (e.Code is DeltaErrorCode.VersionNotFound or DeltaErrorCode.Corrupt)
        {
            return null;
        }
    }

    /// <summary>Moves the live files on by a commit; gives those whose rows went and came.</summary>
    private (List<DataFile> Removed, List<DataFile> Added) Move(Dictionary<FileKey, DataFile>? live, CommitActions commit)
    {
        var (removed, added) = (new List<DataFile>(), new List<DataFile>());
        foreach (var remove in commit.Removes)
        {
            DataFile? file = null;
            if ((live is null || live.Remove(remove.Key, out file)) && remove.DataChange) removed.Add(file ?? RemovedFile(remove));
        }

        foreach (var add in commit.Adds)
        {
            if ((live is null || live.TryAdd(add.Key, add)) && add.DataChange) added.Add(add);
        }

        return (removed, added);
    }

    /// <summary>The file as its remove action describes it.</summary>
    private DataFile RemovedFile(RemoveAction remove)
    {
        using var action = JsonDocument.Parse(remove.Json);
        var root = action.RootElement;
        if (schema.To.PartitionColumns.Count > 0 && !(root.TryGetProperty("partitionValues", out var values) && values.ValueKind == JsonValueKind.Object))
        {
            throw new DeltaException(
                DeltaErrorCode.ChangesUnknown,
                $"Table '{table.Path}': the log no longer tells the partition of the removed file '{remove.Key.Path}', so its rows cannot be shown. "
                + "Ask for changes from a newer version on.");
        }

        return new DataFile(root.GetProperty("path").GetString()!, ActionParser.Map(root, "partitionValues"), Size: 0, ModificationTimeMillis: 0)
        {
            Key = remove.Key, DeletionVector = remove.DeletionVector,
        };
    }

    private static IEnumerable<ChangePart> Parts(long version, long time, List<DataFile> removed, List<DataFile> added)
    {
        var pairs = removed.Join(added, f => f.Key.Path, f => f.Key.Path, (old, @new) => (Old: old, New: @new)).ToList();
        var paired = pairs.Select(p => p.New.Key.Path).ToHashSet();
        yield return new ChangePart(version, time, "delete", [.. removed.Where(f => !paired.Contains(f.Key.Path))]);
        foreach (var (old, @new) in pairs) yield return new ChangePart(version, time, "delete", [old]) { Without = @new };
        foreach (var (old, @new) in pairs) yield return new ChangePart(version, time, "insert", [@new]) { Without = old };
        yield return new ChangePart(version, time, "insert", [.. added.Where(f => !paired.Contains(f.Key.Path))]);
    }

    private DeltaException Gone(long version) => new(
        DeltaErrorCode.VersionNotFound,
        $"Table '{table.Path}': the commit of version {version} is no longer available, its log was cleaned up. Ask for changes from a newer version on.");

    private DeltaException NotRecorded(long version) => new(
        DeltaErrorCode.ChangesUnknown,
        $"Table '{table.Path}' did not record its changes in version {version} ({Enabled} is not true there). Ask for versions in which it did, or compare two versions.");
}
