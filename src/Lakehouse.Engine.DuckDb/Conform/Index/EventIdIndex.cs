using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Conform.Index;

/// <summary>Tells at which hours silver may have events of given ids, so that earlier rows of an id are found without a scan.</summary>
/// <remarks>
/// 1. Derived from silver and rebuilt where it is missing, damaged, or of another table. It says up to which version of silver it is complete, and catches up from
///    the files that came since.
/// 2. It may name hours at which an id no longer is. It never misses one: what it does not name is not there, and what it names is compared on silver itself.
/// </remarks>
/// <param name="contract">Silver's contract.</param>
/// <param name="path">The index's directory.</param>
/// <param name="session">Reads silver.</param>
internal sealed class EventIdIndex(ContractDefinition contract, string path, DuckDbSession session)
{
    private const int BatchEntries = 1 << 21;

    private readonly IndexDirectory directory = new(path);
    private readonly string row = $"CAST({DuckDbSession.Identifier(contract.EventId.Name)} AS VARCHAR), epoch_us({DuckDbSession.Identifier(contract.EventTime.Name)})";
    private IndexManifest? manifest;

    /// <summary>Completes the index up to a snapshot.</summary>
    /// <returns>False when that cannot be done now: silver must be read itself.</returns>
    public async Task<bool> CatchUpAsync(Snapshot silver, CancellationToken ct)
    {
        try
        {
            manifest = await CaughtUpAsync(silver, ct);
        }
        catch (IndexDamagedException)
        {
            directory.Discard();
            manifest = await CaughtUpAsync(silver, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            manifest = null;
        }

        return manifest is not null;
    }

    /// <summary>The spans of time in which the snapshot caught up with may have events with the ids of a relation; null where the index cannot tell.</summary>
    /// <param name="winners">A relation with the contract's id column.</param>
    /// <param name="ct">Cancels.</param>
    public TimeSpans? Find(string winners, CancellationToken ct)
    {
        try
        {
            return manifest is null ? null : Find(manifest, winners, ct);
        }
        catch (IndexDamagedException)
        {
            directory.Discard();
            manifest = null;
            return null;
        }
    }

    /// <summary>Takes in what a commit wrote; without success the index stays behind and catches up later.</summary>
    /// <param name="silver">The snapshot that the commit made.</param>
    /// <param name="come">A relation of the rows that came, or null for all of silver.</param>
    /// <param name="ct">Cancels.</param>
    public async Task TakeAsync(Snapshot silver, string? come, CancellationToken ct)
    {
        try
        {
            var all = come is null ? await silver.Scan().Select(Columns).ToSqlAsync(session, ct) : null;
            if (all is not null) manifest = directory.Add(before: null, Entries(all, ct), silver.Version, silver.CommitTimestampMillis);
            else if (manifest?.SilverVersion == silver.Version - 1) directory.Add(manifest, Entries(come!, ct), silver.Version, silver.CommitTimestampMillis);
        }
        catch (Exception e) when (e is IndexDamagedException or IOException or UnauthorizedAccessException)
        {
            // Silver is committed and right without it.
            manifest = null;
        }
    }

    private string[] Columns => [contract.EventId.Name, contract.EventTime.Name];

    private async Task<IndexManifest?> CaughtUpAsync(Snapshot silver, CancellationToken ct)
    {
        var found = directory.Manifest;
        if (found is not null && found.SilverVersion == silver.Version && found.SilverTimestamp == silver.CommitTimestampMillis) return found;
        var changes = found is null || found.SilverVersion >= silver.Version ? null : await ChangesAsync(silver, found, ct);
        var scan = changes is null ? silver.Scan() : changes.To.Scan(changes.Added);
        var entries = Entries(await scan.Select(Columns).ToSqlAsync(session, ct), ct);
        return directory.Add(changes is null ? null : found, entries, silver.Version, silver.CommitTimestampMillis);
    }

    /// <summary>What came since the index; null where the log does not tell, or where the index is of another table.</summary>
    private static async Task<TableChanges?> ChangesAsync(Snapshot silver, IndexManifest found, CancellationToken ct)
    {
        try
        {
            var changes = await silver.Table.GetChangesAsync(found.SilverVersion, silver.Version, ct);
            return changes.From?.CommitTimestampMillis == found.SilverTimestamp ? changes : null;
        }
        catch (DeltaException)
        {
            return null;
        }
    }

    private TimeSpans Find(IndexManifest current, string winners, CancellationToken ct)
    {
        var ids = new List<ulong>();
        session.Stream($"SELECT CAST({DuckDbSession.Identifier(contract.EventId.Name)} AS VARCHAR) FROM {winners}", chunk =>
        {
            for (var r = 0; r < chunk.Rows; r++) ids.Add(IndexEntry.Least(chunk.Bytes(0, r)));
        }, ct);
        ids.Sort();
        var hours = new SortedSet<(long From, long To)>();
        var runs = directory.Open(current.Runs);
        try
        {
            foreach (var run in runs)
            {
                foreach (var id in ids) run.Find(id, entry => hours.Add(IndexEntry.Hour(entry)));
            }
        }
        finally
        {
            foreach (var run in runs) run.Dispose();
        }

        return TimeSpans.Of(hours);
    }

    private Action<Action<ulong[]>> Entries(string relation, CancellationToken ct) => take =>
    {
        var batch = new List<ulong>();
        session.Stream($"SELECT {row} FROM {relation}", chunk =>
        {
            var times = chunk.Int64s(1);
            for (var r = 0; r < chunk.Rows; r++) batch.Add(IndexEntry.Of(chunk.Bytes(0, r), times[r]));
            if (batch.Count < BatchEntries) return;
            take([.. batch]);
            batch.Clear();
        }, ct);
        if (batch.Count > 0) take([.. batch]);
    };
}
