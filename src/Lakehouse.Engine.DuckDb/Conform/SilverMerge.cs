using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using Lakehouse.Engine.DuckDb.Conform.Index;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>Brings silver to the winners of a run: new events come, changed ones replace their old image, deleted ones go.</summary>
/// <remarks>
/// 1. Winners meet the events that silver has under the same ids; a winner equal to its event is dropped.
/// 2. Files that hold an event to be replaced or deleted are written again without it; no other file is touched. Files are small, so that a correction rewrites little.
/// 3. What comes at times that a rewritten file covers goes into it; everything else gets files of its own, so that files stay narrow in time.
/// 4. A state source lists all its events, so an event of silver without a winner is deleted.
/// </remarks>
internal sealed class SilverMerge(ContractDefinition contract, DuckDbSession session)
{
    /// <summary>The table of the events that the last merge wrote: new and replaced ones.</summary>
    public const string ComeTable = "come";

    /// <summary>Where winners are more than this part of silver, reading all of it costs less than looking each up.</summary>
    private const long LookupShare = 8;

    private const string FileColumn = "__silver_file";
    private static readonly WriterOptions Layout = new() { RowGroupRows = 30_720, FileRows = 122_880 };

    private readonly string id = DuckDbSession.Identifier(contract.EventId.Name);
    private readonly string time = DuckDbSession.Identifier(contract.EventTime.Name);
    private readonly string columns = string.Join(", ", contract.Columns.Select(c => DuckDbSession.Identifier(c.Name)));

    /// <summary>Writes all winners into an empty or emptied table.</summary>
    public async Task<MergeCounts> WriteAllAsync(Transaction transaction, string winners, CancellationToken ct)
    {
        var written = await transaction.WriteQueryAsync(session, Sorted($"SELECT * FROM ({winners}) WHERE NOT {CandidateStore.GoneColumn}"), Layout, ct);
        return new(written, Deleted: 0);
    }

    /// <summary>Merges winners into existing events.</summary>
    /// <param name="transaction">Silver's commit in the making.</param>
    /// <param name="winners">SELECT of the winners.</param>
    /// <param name="idRange">Bounds of their ids where known, so that other files need not be read.</param>
    /// <param name="index">Tells where earlier events of the ids are; null where the winners are all events that there are, or there is none.</param>
    /// <param name="isState">True when the winners are all events that there are.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<MergeCounts> MergeAsync(
        Transaction transaction, string winners, IdRange idRange, EventIdIndex? index, bool isState, CancellationToken ct)
    {
        session.Execute($"CREATE OR REPLACE TEMP TABLE winners AS {winners}", ct);
        var snapshot = transaction.ReadSnapshot!;
        var files = snapshot.Files;
        await FindHitsAsync(isState ? snapshot.Scan() : await PruneAsync(snapshot, idRange, index, ct), files, isState, ct);
        session.Execute(
            $"CREATE OR REPLACE TEMP TABLE {ComeTable} AS SELECT {columns} FROM winners ANTI JOIN (SELECT {id} FROM hits WHERE unchanged) USING ({id}) "
            + $"WHERE NOT {CandidateStore.GoneColumn}; DROP TABLE winners",
            ct);
        var elsewhere = "true";
        foreach (var group in await TouchedAsync(snapshot, files, ct))
        {
            foreach (var file in group.Files) transaction.Remove(file);
            var kept = $"SELECT {columns} FROM {await snapshot.Scan(group.Files).ToSqlAsync(session, ct)} ANTI JOIN (SELECT {id} FROM hits WHERE NOT unchanged) USING ({id})";
            var covered = $"epoch_us({time}) BETWEEN {group.From} AND {group.To}";
            await transaction.WriteQueryAsync(
                session, Sorted($"{kept} UNION ALL SELECT {columns} FROM {ComeTable} WHERE {elsewhere} AND {covered}"), Layout with { FileRows = 2 * Layout.FileRows }, ct);
            elsewhere += $" AND NOT {covered}";
        }

        await transaction.WriteQueryAsync(session, Sorted($"SELECT {columns} FROM {ComeTable} WHERE {elsewhere}"), Layout, ct);
        return new(
            session.ScalarInt64($"SELECT count(*) FROM {ComeTable}")!.Value,
            session.ScalarInt64("SELECT count(*) FROM hits WHERE gone")!.Value);
    }

    private async Task<Scan> PruneAsync(Snapshot snapshot, IdRange idRange, EventIdIndex? index, CancellationToken ct)
    {
        var scan = idRange.Prune(snapshot.Scan());
        if (index is null || !await index.CatchUpAsync(snapshot, ct)) return scan;
        var isFew = session.ScalarInt64("SELECT count(*) FROM winners") * LookupShare <= snapshot.Files.Sum(f => f.LiveRecordCount ?? 0);
        return isFew && index.Find("winners", ct) is { } spans ? scan.Where(spans.Of(contract.EventTime.Name)) : scan;
    }

    private async Task FindHitsAsync(Scan scan, IReadOnlyList<DataFile> files, bool isState, CancellationToken ct)
    {
        var positions = files.Select((file, i) => (file.Path, i)).ToDictionary(f => f.Path, f => f.i.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
        var existing = await scan.ToSqlAsync(session, [(FileColumn, file => positions[file.Path])], ct);
        var gone = $"coalesce(w.{CandidateStore.GoneColumn}, TRUE)";
        var same = string.Join(" AND ", contract.Columns.Select(c => DuckDbSession.Identifier(c.Name)).Select(c => $"s.{c} IS NOT DISTINCT FROM w.{c}"));
        session.Execute(
            $"CREATE OR REPLACE TEMP TABLE hits AS SELECT s.{id}, s.{FileColumn}, {gone} AS gone, NOT {gone} AND {same} AS unchanged "
            + $"FROM {existing} s {(isState ? "LEFT JOIN" : "JOIN")} winners w ON s.{id} = w.{id}",
            ct);
    }

    /// <summary>The files to be written again, by time; small neighbours together.</summary>
    private async Task<List<TouchedFiles>> TouchedAsync(Snapshot snapshot, IReadOnlyList<DataFile> files, CancellationToken ct)
    {
        var touched = new List<DataFile>();
        session.Stream($"SELECT DISTINCT CAST({FileColumn} AS BIGINT) FROM hits WHERE NOT unchanged ORDER BY 1", chunk =>
        {
            foreach (var position in chunk.Int64s(0)) touched.Add(files[(int)position]);
        }, ct);
        if (touched.Count == 0) return [];
        var positions = touched.Select((file, i) => (file.Path, i)).ToDictionary(f => f.Path, f => f.i.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
        var times = await snapshot.Scan(touched).Select(contract.EventTime.Name).ToSqlAsync(session, [(FileColumn, file => positions[file.Path])], ct);
        var groups = new List<TouchedFiles>();
        var rows = 0L;
        session.Stream(
            $"SELECT CAST({FileColumn} AS BIGINT), min(epoch_us({time})) AS least, max(epoch_us({time})), count(*) FROM {times} GROUP BY {FileColumn} ORDER BY least",
            chunk =>
            {
                ReadOnlySpan<long> file = chunk.Int64s(0), from = chunk.Int64s(1), to = chunk.Int64s(2), count = chunk.Int64s(3);
                for (var row = 0; row < chunk.Rows; row++)
                {
                    rows += count[row];
                    if (rows > Layout.FileRows || groups.Count == 0)
                    {
                        groups.Add(new([], from[row], to[row]));
                        rows = count[row];
                    }

                    groups[^1].Files.Add(touched[(int)file[row]]);
                    groups[^1] = groups[^1] with { To = Math.Max(groups[^1].To, to[row]) };
                }
            }, ct);
        return groups;
    }

    private string Sorted(string query) => $"SELECT {columns} FROM ({query}) ORDER BY {time}, {id}";

    /// <summary>Files that are written again together, and the times that they cover.</summary>
    private sealed record TouchedFiles(List<DataFile> Files, long From, long To);
}

/// <summary>What a merge did to silver.</summary>
/// <param name="Written">New or replaced events.</param>
/// <param name="Deleted">Events deleted.</param>
internal readonly record struct MergeCounts(long Written, long Deleted);
