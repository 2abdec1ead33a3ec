using System.Text.Json;
using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>Loads table states; keeps the newest, on which newer versions replay only their own commits.</summary>
/// <param name="storage">The table's storage.</param>
/// <param name="table">The table's path, for messages.</param>
internal sealed class LogReader(IStorage storage, string table)
{
    private volatile TableState? newest;

    /// <summary>The state at a version, or the newest.</summary>
    public async Task<TableState> LoadAsync(long? version, CancellationToken ct)
    {
        try
        {
            return await LoadOnceAsync(version, ct);
        }
        catch (LogFileVanishedException)
        {
            // Log clean-up ran between the listing and the read: a fresh listing shows what replaced the file.
            newest = null;
        }

        try
        {
            return await LoadOnceAsync(version, ct);
        }
        catch (LogFileVanishedException e)
        {
            throw new DeltaException(DeltaErrorCode.Corrupt, $"Table '{table}': log file '{e.Message}' was listed but cannot be read.", e);
        }
    }

    /// <summary>The log's files that are still there.</summary>
    public async Task<IReadOnlyList<LogFile>> ListAsync(long fromVersion, CancellationToken ct) =>
        LogSegment.Files(await storage.ListAsync(LogFile.Directory, LogFile.FirstName(fromVersion), ct));

    /// <summary>A commit's actions, or null when the version has no commit file.</summary>
    public async Task<CommitActions?> ReadCommitAsync(long version, CancellationToken ct)
    {
        var path = LogFile.CommitPath(version);
        if (await storage.ReadAsync(path, ct) is not { } content) return null;
        var commit = new CommitActions(version);
        ActionParser.ParseFile(table, path, content, commit, checkpoint: false);
        return commit;
    }

    private async Task<TableState> LoadOnceAsync(long? version, CancellationToken ct)
    {
        if (newest is { } known && !(version < known.Version) && await AdvanceAsync(known, version, ct) is { } advanced) return Keep(advanced);
        var hint = await ReadHintAsync(ct) is { } hinted && !(version < hinted) ? hinted : 0;
        var files = await ListAsync(hint, ct);
        if (hint > 0 && !files.Any(f => f.Version == hint && f.Kind != LogFileKind.Commit)) files = await ListAsync(hint = 0, ct);

        var segment = ChooseFrom(ref hint, files, version) ?? LogSegment.Choose(table, files = await ListAsync(0, ct), version);
        var state = new TableState();
        if (segment.Checkpoint.Count > 0) await LoadCheckpointAsync(state, segment, ct);
        await ReplayAsync(state, segment.Commits, ct);
        if (!state.IsComplete) throw new DeltaException(DeltaErrorCode.Corrupt, $"Table '{table}': version {segment.Version} has no protocol or no metaData action.");
        if (!state.Metadata.InCommitTimestamps) state.CommitTimestampMillis = CommitTimes.Monotonised(hint == 0 ? files : await ListAsync(0, ct)).GetValueOrDefault(state.Version);
        ProtocolGate.RequireReadable(table, state);
        return Keep(state);
    }

    private LogSegment? ChooseFrom(ref long hint, IReadOnlyList<LogFile> files, long? version)
    {
        try
        {
            return LogSegment.Choose(table, files, version);
        }
        catch (DeltaException) when (hint > 0)
        {
            // The hint named an incomplete checkpoint: an older one may serve.
            hint = 0;
            return null;
        }
    }

    private async Task<TableState?> AdvanceAsync(TableState known, long? version, CancellationToken ct)
    {
        var files = await ListAsync(known.Version, ct);
        var commits = files.Where(f => f.Kind == LogFileKind.Commit).ToDictionary(f => f.Version);
        if (!commits.TryGetValue(known.Version, out var own) || own.ModificationTimeMillis != known.CommitModificationTimeMillis) return null;
        var target = version ?? files.Max(f => f.Version);
        if (target == known.Version) return known;
        var newer = new List<LogFile>();
        for (var v = known.Version + 1; v <= target; v++)
        {
            if (!commits.TryGetValue(v, out var commit)) return null;
            newer.Add(commit);
        }

        var state = known.Copy();
        await ReplayAsync(state, newer, ct);
        ProtocolGate.RequireReadable(table, state);
        return state;
    }

    private async Task ReplayAsync(TableState state, IReadOnlyList<LogFile> commits, CancellationToken ct)
    {
        foreach (var file in commits)
        {
            var commit = await ReadCommitAsync(file.Version, ct) ?? throw new LogFileVanishedException(file.Path);
            state.Apply(commit);
            state.CommitModificationTimeMillis = file.ModificationTimeMillis;
            var counted = state.Metadata is { InCommitTimestamps: true } ? commit.InCommitTimestamp : null;
            state.CommitTimestampMillis = counted ?? Math.Max(file.ModificationTimeMillis, state.CommitTimestampMillis + 1);
        }
    }

    private async Task LoadCheckpointAsync(TableState state, LogSegment segment, CancellationToken ct)
    {
        var version = segment.Checkpoint[0].Version;
        state.Apply(await new CheckpointReader(storage, table).ReadAsync(segment.Checkpoint, ct));
        var commit = await ReadCommitAsync(version, ct);
        state.InCommitTimestamp = commit?.InCommitTimestamp;
        state.CommitTimestampMillis = commit?.InCommitTimestamp ?? segment.Checkpoint[0].ModificationTimeMillis;
        var listed = (await storage.ListAsync(LogFile.Directory, LogFile.FirstName(version), ct)).Where(f => f.Name == $"{version:D20}.json").ToList();
        state.CommitModificationTimeMillis = listed.Count == 1 ? listed[0].ModificationTimeMillis : 0;
    }

    private async Task<long?> ReadHintAsync(CancellationToken ct)
    {
        if (await storage.ReadAsync(LogFile.LastCheckpoint, ct) is not { } content) return null;
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.GetProperty("version").GetInt64();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // A torn hint is worth no more than none.
            return null;
        }
    }

    private TableState Keep(TableState state)
    {
        if (newest is not { } known || known.Version < state.Version || known.CommitModificationTimeMillis != state.CommitModificationTimeMillis) newest = state;
        return state;
    }

    private sealed class LogFileVanishedException(string path) : Exception(path);
}
