using Lakehouse.Delta.Internal.Committing;
using Lakehouse.Delta.Internal.Log;
using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Delta.Internal.Maintenance;

/// <summary>Takes a prefix of the log away.</summary>
/// <remarks>
/// 1. The first version kept has a complete checkpoint and its commit file, was committed before the midnight (UTC) that ends the retention, and is not after any retained version.
///    The checkpoint is read first: nothing is deleted that a broken one would have to replace.
/// 2. Only a prefix goes, never single commits in between: a reader that looks up an instant inside a gap would get the version before it, which was not the table at that instant.
/// 3. Where the first commit kept owes its time to one before it (modification times that do not ascend), that one stays too.
/// 4. The oldest goes first: what a crash leaves is a suffix again, and the next clean-up goes on.
/// </remarks>
/// <param name="table">The table.</param>
/// <param name="options">What is asked for.</param>
internal sealed class LogCleaner(DeltaTable table, LogCleanupOptions options)
{
    private const string Sidecars = LogFile.Directory + "/_sidecars";
    private static readonly long SidecarAgeMillis = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    public async Task<LogCleanupResult> RunAsync(CancellationToken ct)
    {
        var snapshot = await table.GetSnapshotAsync(ct: ct);
        ProtocolGate.RequireWritable(table.Path, snapshot.State, removes: false);
        var listing = await table.Storage.ListAsync(LogFile.Directory, "", ct);
        var log = LogSegment.Files(listing);
        var first = log.Min(f => f.Version);
        if (snapshot.Configuration.TryGetValue("delta.enableExpiredLogCleanup", out var enabled) && string.Equals(enabled, "false", StringComparison.OrdinalIgnoreCase))
            return new([], first, "delta.enableExpiredLogCleanup is false");

        var now = await StoreClock.NowMillisAsync(table.Storage, ct);
        if (await FirstKeptAsync(snapshot, log, now, ct) is not { } kept) return new([], first, "no checkpoint is older than the log's retention and than all retained versions");

        var anchor = Anchor(log, kept);
        var expired = listing.Select(f => (f.Name, Version: VersionOf(f.Name)))
            .Where(f => f.Version < (IsCommit(f.Name) ? anchor : kept))
            .OrderBy(f => f.Version).ThenBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => $"{LogFile.Directory}/{f.Name}")
            .ToList();
        if (expired.Count > 0) await RequireReadableAsync(log, kept, ct);
        List<string> garbage = [.. expired, .. await OrphanSidecarsAsync(log.Where(f => f.Version >= kept), now, ct)];
        if (!options.DryRun)
        {
            foreach (var path in garbage) await table.Storage.DeleteAsync(path, ct);
        }

        return new(garbage, kept, garbage.Count == 0 ? "it begins there already" : null);
    }

    private async Task<long?> FirstKeptAsync(Snapshot snapshot, IReadOnlyList<LogFile> log, long now, CancellationToken ct)
    {
        var cutoff = now - (long)Math.Min(RetentionProperty.Log(snapshot.State.Metadata).TotalMilliseconds, now);
        var midnight = cutoff - (cutoff % (long)TimeSpan.FromDays(1).TotalMilliseconds);
        if (await new History(table).FindVersionAtAsync(midnight, ct) is not { } expired) return null;
        var latest = Math.Min(expired, options.Retained.Earliest ?? long.MaxValue);
        var commits = log.Where(f => f.Kind == LogFileKind.Commit).Select(f => f.Version).ToHashSet();
        return LogSegment.CompleteCheckpoints(log).Select(c => (long?)c[0].Version).Where(v => v <= latest && commits.Contains(v.Value)).Max();
    }

    /// <summary>Without the commits before it nothing else can give the versions from the first kept one on.</summary>
    /// <exception cref="DeltaException">A checkpoint of that version cannot be read, lacks a sidecar, or has no protocol or metadata.</exception>
    private async Task RequireReadableAsync(IReadOnlyList<LogFile> log, long kept, CancellationToken ct)
    {
        foreach (var checkpoint in LogSegment.CompleteCheckpoints(log.Where(f => f.Version == kept)))
        {
            try
            {
                var actions = await new CheckpointReader(table.Storage, table.Path).ReadAsync(checkpoint, ct);
                if (actions is { Protocol: not null, Metadata: not null }) continue;
            }
            catch (LogFileVanishedException e)
            {
                throw Unreadable(checkpoint[0], $"'{e.Message}' is not there");
            }

            throw Unreadable(checkpoint[0], "it has no protocol or no metaData action");
        }
    }

    private DeltaException Unreadable(LogFile checkpoint, string why) => new(
        DeltaErrorCode.Corrupt,
        $"Table '{table.Path}': checkpoint '{checkpoint.Path}' cannot stand in for the commits before it ({why}). Nothing was deleted. "
        + "Delete the checkpoint, then clean up again.");

    /// <summary>The first commit that must stay for those after it to keep their times.</summary>
    private static long Anchor(IReadOnlyList<LogFile> log, long kept)
    {
        var times = CommitTimes.Monotonised(log);
        var own = log.Where(f => f.Kind == LogFileKind.Commit).ToDictionary(f => f.Version, f => f.ModificationTimeMillis);
        while (own.ContainsKey(kept - 1) && times[kept] != own[kept]) kept--;
        return kept;
    }

    /// <summary>Sidecars that no kept checkpoint names, and that no checkpoint in the making can still name.</summary>
    private async Task<IReadOnlyList<string>> OrphanSidecarsAsync(IEnumerable<LogFile> kept, long now, CancellationToken ct)
    {
        var old = (await table.Storage.ListAsync(Sidecars, "", ct)).Where(f => f.ModificationTimeMillis < now - SidecarAgeMillis).ToList();
        if (old.Count == 0) return [];
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var checkpoint in LogSegment.CompleteCheckpoints(kept))
        {
            var actions = await new CheckpointReader(table.Storage, table.Path).ReadAsync(checkpoint, ct);
            named.UnionWith(actions.Sidecars.Select(s => Path.GetFileName(Uri.UnescapeDataString(s))));
        }

        return [.. old.Where(f => !named.Contains(f.Name)).Select(f => $"{Sidecars}/{f.Name}")];
    }

    private static bool IsCommit(string name) => LogFile.Parse(name, modificationTimeMillis: 0)?.Kind == LogFileKind.Commit;

    /// <summary>The version at the beginning of a log file's name, or of that whose Hadoop checksum it is; for every other file one that never expires.</summary>
    private static long VersionOf(string name)
    {
        var rest = name.StartsWith('.') && name.EndsWith(".crc", StringComparison.Ordinal) ? name.AsSpan(1) : name;
        return rest.Length > 20 && rest[20] == '.' && !rest[..20].ContainsAnyExceptInRange('0', '9') && long.TryParse(rest[..20], out var version) ? version : long.MaxValue;
    }
}
