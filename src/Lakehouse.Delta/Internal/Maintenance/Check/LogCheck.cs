using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Maintenance.Check;

/// <summary>Checks the log: nothing missing in between, every commit readable, times ascending, every checkpoint equal to the replay of the commits before it.</summary>
/// <param name="table">The table.</param>
/// <param name="findings">Where findings go.</param>
internal sealed class LogCheck(DeltaTable table, Findings findings)
{
    private const string Restore = "Restore the file from a backup.";
    private const string DeleteIt = "If all commits from version 0 on are there, delete it and _last_checkpoint; else restore it from a backup.";
    private const string ByVersion = "Read by version, not by timestamp.";
    private const string NextWritesIt = "Delete it: the next checkpoint writes it.";
    private readonly CheckpointReader checkpoints = new(table.Storage, table.Path);
    private long? previousTimestamp;

    /// <summary>Every file that some version still in the log needs, with the first and last such version.</summary>
    public Dictionary<FileKey, (DataFile File, long First, long Last)> Files { get; } = [];

    public async Task RunAsync(IReadOnlyList<LogFile> log, CancellationToken ct)
    {
        var commits = log.Where(f => f.Kind == LogFileKind.Commit).ToDictionary(f => f.Version);
        var complete = LogSegment.CompleteCheckpoints(log).ToLookup(c => c[0].Version);
        FindIncomplete(log, complete);
        await CheckHintAsync(complete, ct);
        var versions = commits.Keys.Union(complete.Select(c => c.Key)).Order().ToList();
        var (last, firstCommit) = (versions.LastOrDefault(-1), commits.Keys.DefaultIfEmpty(-1).Min());
        var replay = versions is [0, ..] && !complete.Contains(0) ? new Replay() : null;
        var expected = versions.FirstOrDefault();
        foreach (var version in versions)
        {
            if (version > expected) replay = ReportGap(expected, complete);
            if (commits.TryGetValue(version, out var commit)) replay = await ApplyAsync(replay, commit, ct);
            else if (version > firstCommit) replay = ReportGap(version, complete);
            foreach (var checkpoint in complete[version]) replay = await CompareAsync(replay, checkpoint, ct) ?? replay;
            expected = version + 1;
        }

        if (replay is null && last >= 0) findings.Error("log", LogFile.Directory, $"version {last}, the newest, cannot be put together", "Restore what the other findings name.");
        CheckModificationTimes(log);
    }

    private async Task<Replay?> ApplyAsync(Replay? replay, LogFile file, CancellationToken ct)
    {
        CommitActions? commit = null;
        var read = await findings.TryAsync("commit", file.Path, Restore, async () => commit = await table.Log.ReadCommitAsync(file.Version, ct));
        if (read && commit is null) findings.Error("commit", file.Path, "it was listed and then was not there", "Check the table again.");
        if (commit is null) return null;
        CheckTimestamp(commit, commit.Metadata ?? replay?.Metadata, file);
        if (replay is null) return null;
        foreach (var remove in commit.Removes.Where(r => !replay.Files.ContainsKey(r.Key) && commit.Adds.All(a => a.Key != r.Key)).Take(1))
            findings.Info("commit", file.Path, $"it removes '{remove.Key.Path}', which was not live", "Nothing, unless rows are there twice.");
        replay.Apply(commit);
        Note(commit);
        return replay;
    }

    private void CheckTimestamp(CommitActions commit, TableMetadata? metadata, LogFile file)
    {
        if (metadata is not { InCommitTimestamps: true })
        {
            previousTimestamp = null;
            return;
        }

        if (commit.InCommitTimestamp is not { } timestamp)
            findings.Error("time", file.Path, "it has no in-commit timestamp, and the table counts them", ByVersion);
        else if (timestamp <= previousTimestamp)
            findings.Error("time", file.Path, $"its in-commit timestamp {timestamp} is not after that of the version before, {previousTimestamp}", ByVersion);
        previousTimestamp = commit.InCommitTimestamp ?? previousTimestamp;
    }

    private Replay? ReportGap(long version, ILookup<long, IReadOnlyList<LogFile>> complete)
    {
        var resumes = complete.Select(c => c.Key).Where(v => v >= version).DefaultIfEmpty(-1).Min();
        var versions = resumes < 0 ? $"versions from {version} on" : $"versions {version} to {resumes - 1}";
        var path = LogFile.CommitPath(version);
        if (resumes == version) findings.Warning("log", path, "the commit is missing; a checkpoint stands in for it", "Restore the file from a backup, if its history matters.");
        else findings.Error("log", path, $"the commit is missing, so {versions} cannot be read", Restore);
        return null;
    }

    private async Task<Replay?> CompareAsync(Replay? replay, IReadOnlyList<LogFile> files, CancellationToken ct)
    {
        var loaded = new Replay();
        var read = await findings.TryAsync(
            "checkpoint", files[0].Path, DeleteIt, async () => loaded.Apply(await checkpoints.ReadAsync(files, ct)));
        if (!read) return null;
        if (loaded.Protocol is null || loaded.Metadata is null) findings.Error("checkpoint", files[0].Path, "it has no protocol or no metaData action", DeleteIt);
        if (replay is not null)
        {
            foreach (var difference in replay.Differences(loaded)) findings.Error("checkpoint", files[0].Path, $"it is not what the commits give: {difference}", DeleteIt);
            return replay;
        }

        foreach (var (key, file) in loaded.Files) Files.TryAdd(key, (file, files[0].Version, long.MaxValue));
        return loaded;
    }

    private void Note(CommitActions commit)
    {
        foreach (var remove in commit.Removes)
        {
            if (Files.TryGetValue(remove.Key, out var known) && known.Last == long.MaxValue) Files[remove.Key] = known with { Last = commit.Version - 1 };
        }

        foreach (var add in commit.Adds) Files[add.Key] = (add, Files.TryGetValue(add.Key, out var known) ? known.First : commit.Version, long.MaxValue);
    }

    private void FindIncomplete(IReadOnlyList<LogFile> log, ILookup<long, IReadOnlyList<LogFile>> complete)
    {
        var whole = complete.SelectMany(c => c).SelectMany(c => c).ToHashSet();
        foreach (var version in log.Where(f => f.Kind != LogFileKind.Commit && !whole.Contains(f)).Select(f => f.Version).Distinct())
            findings.Warning("checkpoint", LogFile.Directory, $"the checkpoint of version {version} lacks parts; readers pass over it", "Delete its parts.");
    }

    private async Task CheckHintAsync(ILookup<long, IReadOnlyList<LogFile>> complete, CancellationToken ct)
    {
        var there = await table.Storage.ReadAsync(LogFile.LastCheckpoint, ct) is not null;
        if (!there && complete.Count > 0) findings.Info("hint", LogFile.LastCheckpoint, "it is not there; loading lists the whole log", "Nothing: the next checkpoint writes it.");
        if (!there) return;
        if (await table.Log.ReadHintAsync(ct) is not { } hint) findings.Warning("hint", LogFile.LastCheckpoint, "it is torn; readers pass over it", NextWritesIt);
        else if (!complete.Contains(hint))
            findings.Warning("hint", LogFile.LastCheckpoint, $"it names a checkpoint of version {hint}, which is not there or lacks parts", NextWritesIt);
    }

    private void CheckModificationTimes(IReadOnlyList<LogFile> log)
    {
        var own = log.Where(f => f.Kind == LogFileKind.Commit).OrderBy(f => f.Version).ToList();
        var back = own.Zip(own.Skip(1)).Count(p => p.Second.ModificationTimeMillis < p.First.ModificationTimeMillis);
        if (back > 0) findings.Info("time", LogFile.Directory, $"{back} commits are older than the one before, by modification time", "Nothing: readers make them ascend.");
    }
}
