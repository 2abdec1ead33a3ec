using System.Runtime.CompilerServices;
using Lakehouse.Delta.Internal.Log;
using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Delta.Internal.Maintenance;

/// <summary>The states and commits of retained versions.</summary>
/// <param name="table">The table.</param>
/// <param name="retained">The versions.</param>
/// <param name="newest">The table's newest version.</param>
internal sealed class RetainedStates(DeltaTable table, RetainedVersions retained, long newest)
{
    /// <summary>The state of each retained version, one at a time.</summary>
    /// <exception cref="DeltaException">One cannot be read any more.</exception>
    public async IAsyncEnumerable<TableState> LoadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var version in retained.Pinned.Concat(retained.Since is { } since ? [since] : []).Distinct().Order())
        {
            // A log reader of its own: the table's keeps the newest state warm.
            var reader = new LogReader(table.Storage, table.Path);
            TableState state;
            try
            {
                state = await reader.LoadAsync(version, ct);
            }
            catch (DeltaException e) when (e.Code is DeltaErrorCode.VersionNotFound or DeltaErrorCode.Corrupt)
            {
                throw Unknown(version, e);
            }

            yield return state;
        }
    }

    /// <summary>The commits after <see cref="RetainedVersions.Since"/>.</summary>
    /// <exception cref="DeltaException">One is not there any more.</exception>
    public async IAsyncEnumerable<CommitActions> CommitsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        for (var version = retained.Since + 1; version <= newest; version++)
            yield return await table.Log.ReadCommitAsync(version.Value, ct) ?? throw Unknown(version.Value, cause: null);
    }

    private DeltaException Unknown(long version, Exception? cause) => new(
        DeltaErrorCode.VersionNotFound,
        $"Table '{table.Path}': version {version} must be retained, but the log does not give it any more, so the files that it needs are unknown. Nothing was deleted. "
        + "Remove what retains the version (a pin, or a reader that is behind), or restore the log.",
        cause);
}
