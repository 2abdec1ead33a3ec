using System.Text.Json;
using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>Loads table states; keeps the newest, on which newer versions replay only their own commits.</summary>
/// <param name="storage">The table's storage.</param>
/// <param name="table">The table's path.</param>
internal sealed class LogReader(IStorage storage, string table)
{
    private volatile TableState? newest;

    /// <summary>The state at a version, or the newest; whether it can be read rightly is not judged.</summary>
    public async Task<TableState> LoadAsync(long? version, CancellationToken ct)
    {
        try
        {
            return await LoadOnceAsync(version, ct);
        }
        catch (LogFileVanishedException)
        {
            newest = null;
        }

        try
        {
            return await LoadOnceAsync(version, ct);
        }
        catch (LogFileVanishedException e)
        {
            throw new DeltaException(DeltaErrorCode.Corrupt, $"Table '{table}': log file '{e.Message}' is needed but not there. Restore it from a backup.", e);
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

    /// <summary>The version of the checkpoint that <c>_last_checkpoint</c> names; null when it is absent or torn, which is worth the same.</summary>
    public async Task<long?> ReadHintAsync(CancellationToken ct)
    {
        if (await storage.ReadAsync(LogFile.LastCheckpoint, ct) is not { } content) return null;
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.GetProperty("version").GetInt64() is >= 0 and var version ? version : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>False when the log is no longer the one that gave the state: it was deleted, or another table stands in its place.</summary>
    /// <param name="state">The state.</param>
    /// <param name="files">The log's files from the state's version on.</param>
    public static bool Continues(TableState state, IReadOnlyList<LogFile> files) =>
        files.FirstOrDefault(f => f.Kind == LogFileKind.Commit && f.Version == state.Version) is { } own
            ? own.ModificationTimeMillis == state.CommitModificationTimeMillis
            : files.Count > 0 && state.CommitModificationTimeMillis == 0;

    private async Task<TableState> LoadOnceAsync(long? version, CancellationToken ct)
    {
        if (newest is { } known && !(version < known.Version) && await AdvanceAsync(known, version, ct) is { } advanced) return Keep(advanced);
        var hint = await ReadHintAsync(ct) is { } hinted && !(version < hinted) ? hinted : 0;
        var files = await ListAsync(hint, ct);
        if (hint > 0 && !files.Any(f => f.Version == hint && f.Kind != LogFileKind.Commit)) files = await ListAsync(hint = 0, ct);

        var segment = ChooseFrom(ref hint, files, version) ?? LogSegment.Choose(table, files = await ListAsync(0, ct), version);
        var state = new TableState();
        if (segment.Checkpoint.Count > 0) await LoadCheckpointAsync(state, segment, files, ct);
        await ReplayAsync(state, segment.Commits, ct);
        if (!state.IsComplete) throw new DeltaException(DeltaErrorCode.Corrupt, $"Table '{table}': version {segment.Version} has no protocol or no metaData action.");
        if (!state.Metadata.InCommitTimestamps)
        {
            var times = CommitTimes.Monotonised(hint == 0 ? files : await ListAsync(0, ct));
            state.CommitTimestampMillis = times.GetValueOrDefault(state.Version, state.CommitTimestampMillis);
        }

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
        if (!Continues(known, files))
        {
            newest = null;
            return null;
        }

        var commits = files.Where(f => f.Kind == LogFileKind.Commit).ToDictionary(f => f.Version);
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

    private async Task LoadCheckpointAsync(TableState state, LogSegment segment, IReadOnlyList<LogFile> files, CancellationToken ct)
    {
        var version = segment.Checkpoint[0].Version;
        state.Apply(await new CheckpointReader(storage, table).ReadAsync(segment.Checkpoint, ct));
        var commit = await ReadCommitAsync(version, ct);
        state.CommitTimestampMillis = commit?.InCommitTimestamp ?? segment.Checkpoint[0].ModificationTimeMillis;
        state.CommitModificationTimeMillis = files.FirstOrDefault(f => f.Kind == LogFileKind.Commit && f.Version == version)?.ModificationTimeMillis ?? 0;
    }

    private TableState Keep(TableState state)
    {
        if (newest is not { } known || known.Version <= state.Version) newest = state;
        return state;
    }
}
