using Lakehouse.Delta.Internal.Log;
using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Delta.Internal.Maintenance.Check;

/// <summary>Checks a table: its log, then the files that versions need.</summary>
/// <param name="table">The table.</param>
/// <param name="options">What to look at.</param>
internal sealed class TableCheck(DeltaTable table, CheckOptions options)
{
    private const string OtherFindings = "See the other findings.";
    private readonly Findings findings = new();

    public async Task<CheckResult> RunAsync(CancellationToken ct)
    {
        IReadOnlyList<LogFile> log = [];
        StoredFiles? stored = null;
        var listed = await findings.TryAsync("store", "", "Make the directory readable, then check again.", async () =>
        {
            log = await table.Log.ListAsync(0, ct);
            stored = await StoredFiles.ListAsync(table, ct);
        });
        if (!listed) return new(Version: null, 0, findings.Sorted);
        if (log.Count == 0)
        {
            findings.Error("log", LogFile.Directory, "there is no commit and no checkpoint: this is no Delta table", "Check the path, or restore the log from a backup.");
            return new(Version: null, 0, findings.Sorted);
        }

        var logCheck = new LogCheck(table, findings);
        await findings.TryAsync("log", LogFile.Directory, "Restore the log from a backup.", () => logCheck.RunAsync(log, ct));
        Snapshot? newest = null;
        await findings.TryAsync("snapshot", "", OtherFindings, async () => newest = await table.GetSnapshotAsync(ct: ct));
        var files = newest is null ? 0 : await CheckFilesAsync(newest, logCheck, stored!, ct);
        if (newest is not null) await findings.TryAsync("orphans", "", OtherFindings, () => CountOrphansAsync(newest, stored!, ct));
        return new(newest?.Version, files, findings.Sorted);
    }

    private async Task<int> CheckFilesAsync(Snapshot newest, LogCheck log, StoredFiles stored, CancellationToken ct)
    {
        var check = new FileCheck(table, options, findings);
        var seen = newest.Files.Select(f => f.Key).ToHashSet();
        FindDoubles(newest);
        await check.RunAsync(newest, newest.Files, stored, ct);
        foreach (var version in options.Retained.Pinned.Where(v => v != newest.Version).Distinct().Order())
        {
            await findings.TryAsync("snapshot", "", $"Version {version} must be retained. See the other findings.", async () =>
            {
                var snapshot = await table.GetSnapshotAsync(version, ct);
                await check.RunAsync(snapshot, [.. snapshot.Files.Where(f => seen.Add(f.Key))], stored, ct);
            });
        }

        if (!options.AllVersions) return seen.Count;
        foreach (var (file, first, last) in log.Files.Values.Where(f => seen.Add(f.File.Key)))
        {
            if (await stored.ProblemAsync(file, ct) is not { } problem) continue;
            findings.Warning("file", file.Key.Path, $"{problem}; versions {first} to {last} need it", "Nothing, if a vacuum deleted it: those versions cannot be read any more.");
        }

        return seen.Count;
    }

    /// <summary>A writer that forgot to remove a file when it gave it another deletion vector.</summary>
    private void FindDoubles(Snapshot newest)
    {
        foreach (var file in newest.Files.GroupBy(f => f.Key.Path).Where(g => g.Count() > 1))
        {
            var what = $"it is live {file.Count()} times, with different deletion vectors: its rows are read as often";
            findings.Error("rows", file.Key, what, "Restore the table to a version before that (restore).");
        }
    }

    private async Task CountOrphansAsync(Snapshot newest, StoredFiles stored, CancellationToken ct)
    {
        var inUse = new FilesInUse(table);
        inUse.AddState(newest.State, cutoffMillis: long.MinValue);
        await inUse.AddRetainedAsync(new RetainedStates(table, options.Retained, newest.Version), ct);
        var tablesInside = stored.Tree.Select(f => TreePath.TableInside(f.Name)).OfType<string>().ToHashSet();
        var orphans = stored.Tree
            .Where(f => TreePath.IsData(f.Name) && !inUse.Contains(f.Name) && !tablesInside.Any(t => f.Name.StartsWith(t, StringComparison.Ordinal))).ToList();
        if (orphans.Count == 0) return;
        var what = $"{orphans.Count} files of {orphans.Sum(f => f.Size)} bytes are needed by no version, or are not committed yet";
        findings.Info("orphans", "", what, "Vacuum the table when they are old enough.");
    }
}
