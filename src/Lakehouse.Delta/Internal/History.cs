using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal;

/// <summary>The commits of a table and their times.</summary>
/// <param name="table">The table.</param>
internal sealed class History(DeltaTable table)
{
    /// <summary>The commits that are still in the log; each is read when it is asked for.</summary>
    public async IAsyncEnumerable<CommitInfo> CommitsAsync(long fromVersion, long toVersion, bool newestFirst, [EnumeratorCancellation] CancellationToken ct)
    {
        var files = await table.Log.ListAsync(0, ct);
        var times = CommitTimes.Monotonised(files);
        var versions = times.Keys.Where(v => v >= fromVersion && v <= toVersion);
        foreach (var version in newestFirst ? versions.OrderDescending() : versions.Order())
        {
            if (await table.Log.ReadCommitAsync(version, ct) is { } commit) yield return Describe(commit, times[version]);
        }
    }

    /// <summary>The newest version committed at or before an instant.</summary>
    /// <exception cref="DeltaException">The log begins later.</exception>
    public async Task<long> VersionAtAsync(long timestampMillis, CancellationToken ct) => await FindVersionAtAsync(timestampMillis, ct) ?? throw new DeltaException(
        DeltaErrorCode.VersionNotFound,
        $"Table '{table.Path}' has no version at or before {DateTimeOffset.FromUnixTimeMilliseconds(timestampMillis):O}: its log begins later. Ask for a later instant.");

    /// <summary>The newest version committed at or before an instant; null when the log begins later.</summary>
    /// <remarks>
    /// With in-commit timestamps, versions from the enablement on are searched by them when the instant is not before the enablement, else only the versions before it are, by
    /// monotonised modification times (Delta protocol, §In-Commit Timestamps). The times ascend either way, so the search is binary.
    /// </remarks>
    public async Task<long?> FindVersionAtAsync(long timestampMillis, CancellationToken ct)
    {
        var newest = await table.Log.LoadAsync(version: null, ct);
        var files = await table.Log.ListAsync(0, ct);
        var times = CommitTimes.Monotonised(files);
        var available = times.Keys.Where(v => v <= newest.Version).Order().ToList();
        Func<long, Task<long>> time = version => Task.FromResult(times[version]);
        if (newest.Metadata.InCommitTimestamps)
        {
            var (version, timestamp) = Enablement(newest.Metadata);
            if (timestampMillis >= timestamp)
            {
                available = [.. available.Where(v => v >= version)];
                time = async v => (await table.Log.ReadCommitAsync(v, ct))?.InCommitTimestamp ?? times[v];
            }
            else
            {
                available = [.. available.Where(v => v < version)];
            }
        }

        var (low, high) = (-1, available.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (await time(available[middle]) <= timestampMillis) low = middle;
            else high = middle - 1;
        }

        return low >= 0 ? available[low] : null;
    }

    private (long Version, long Timestamp) Enablement(TableMetadata metadata)
    {
        if (!metadata.Configuration.TryGetValue("delta.inCommitTimestampEnablementVersion", out var version)
            || !metadata.Configuration.TryGetValue("delta.inCommitTimestampEnablementTimestamp", out var timestamp)) return (0, long.MinValue);
        if (Number(version) is { } from && Number(timestamp) is { } since) return (from, since);
        throw new DeltaException(
            DeltaErrorCode.Corrupt,
            $"Table '{table.Path}': since when it has in-commit timestamps is unknown (version '{version}', timestamp '{timestamp}'). Read it by version, or correct the properties.");
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static CommitInfo Describe(CommitActions commit, long modificationTime)
    {
        string? operation = null, userMetadata = null;
        if (commit.CommitInfoJson is not null)
        {
            using var document = JsonDocument.Parse(commit.CommitInfoJson);
            operation = ActionParser.Text(document.RootElement, "operation");
            userMetadata = ActionParser.Text(document.RootElement, "userMetadata");
        }

        var rows = commit.Adds.Select(a => a.RecordCount).ToList();
        return new CommitInfo(commit.Version, commit.InCommitTimestamp ?? modificationTime, operation, userMetadata, commit.CommitInfoJson)
        {
            RowsAdded = rows.Contains(null) ? null : rows.Sum(),
            FilesAdded = commit.Adds.Count,
            FilesRemoved = commit.Removes.Count,
        };
    }
}
