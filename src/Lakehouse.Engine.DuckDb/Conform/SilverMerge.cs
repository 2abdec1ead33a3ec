using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>Brings silver to the winners of a run: new events come, changed ones replace their old image, deleted ones go.</summary>
/// <remarks>
/// 1. Winners meet the events that silver has under the same ids; a winner equal to its event is dropped.
/// 2. Files that hold an event to be replaced or deleted are written again without it; no other file is touched.
/// 3. A state source lists all its events, so an event of silver without a winner is deleted.
/// </remarks>
internal sealed class SilverMerge(ContractDefinition contract, DuckDbSession session)
{
    private const string FileColumn = "__silver_file";
    private readonly string id = DuckDbSession.Identifier(contract.EventId.Name);
    private readonly string columns = string.Join(", ", contract.Columns.Select(c => DuckDbSession.Identifier(c.Name)));

    /// <summary>Writes all winners into an empty or emptied table.</summary>
    public async Task<MergeCounts> WriteAllAsync(Transaction transaction, string winners, CancellationToken ct)
    {
        var written = await transaction.WriteQueryAsync(session, Sorted($"SELECT * FROM ({winners}) WHERE NOT {CandidateStore.GoneColumn}"), ct: ct);
        return new(written, Deleted: 0);
    }

    /// <summary>Merges winners into existing events.</summary>
    /// <param name="transaction">Silver's commit in the making.</param>
    /// <param name="winners">SELECT of the winners.</param>
    /// <param name="idRange">Bounds of their ids where known, so that other files need not be read.</param>
    /// <param name="isState">True when the winners are all events that there are.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<MergeCounts> MergeAsync(Transaction transaction, string winners, (Value Min, Value Max) idRange, bool isState, CancellationToken ct)
    {
        session.Execute($"CREATE OR REPLACE TEMP TABLE winners AS {winners}", ct);
        var snapshot = transaction.ReadSnapshot!;
        var files = snapshot.Files;
        var scan = isState ? snapshot.Scan() : Prune(snapshot.Scan(), idRange);
        await FindHitsAsync(scan, files, isState, ct);

        var touched = TouchedFiles(files, ct);
        foreach (var file in touched) transaction.Remove(file);
        var kept = $"SELECT {columns} FROM {await snapshot.Scan(touched).ToSqlAsync(session, ct)} ANTI JOIN (SELECT {id} FROM hits WHERE NOT unchanged) USING ({id})";
        var come = $"SELECT {columns} FROM winners ANTI JOIN (SELECT {id} FROM hits WHERE unchanged) USING ({id}) WHERE NOT {CandidateStore.GoneColumn}";
        var written = session.ScalarInt64($"SELECT count(*) FROM ({come})")!.Value;
        var deleted = session.ScalarInt64("SELECT count(*) FROM hits WHERE gone")!.Value;
        await transaction.WriteQueryAsync(session, Sorted(touched.Count == 0 ? come : $"{kept} UNION ALL {come}"), ct: ct);
        return new(written, deleted);
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

    private List<DataFile> TouchedFiles(IReadOnlyList<DataFile> files, CancellationToken ct)
    {
        var touched = new List<DataFile>();
        session.Stream($"SELECT DISTINCT CAST({FileColumn} AS BIGINT) FROM hits WHERE NOT unchanged ORDER BY 1", chunk =>
        {
            foreach (var position in chunk.Int64s(0)) touched.Add(files[(int)position]);
        }, ct);
        return touched;
    }

    private Scan Prune(Scan scan, (Value Min, Value Max) range)
    {
        if (range.Min.IsNull) return scan;
        var isText = contract.EventId.Type.Kind == TypeKind.String;
        object Literal(Value value) => isText ? value.AsString : value.AsInt64;
        return scan.Where(new ComparePredicate(contract.EventId.Name, ">=", Literal(range.Min))).Where(new ComparePredicate(contract.EventId.Name, "<=", Literal(range.Max)));
    }

    private string Sorted(string query) => $"SELECT {columns} FROM ({query}) ORDER BY {DuckDbSession.Identifier(contract.EventTime.Name)}, {id}";
}

/// <summary>What a merge did to silver.</summary>
/// <param name="Written">New or replaced events.</param>
/// <param name="Deleted">Events deleted.</param>
internal readonly record struct MergeCounts(long Written, long Deleted);
