using System.Globalization;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Conform;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.Spark.Conform;

/// <summary>Judges source rows: Spark proves the easy ones, the evaluator in the driver decides the rest.</summary>
/// <param name="contract">What silver promises.</param>
/// <param name="scratch">Where judged rows lie.</param>
internal sealed class SparkJudge(ContractDefinition contract, ConformScratch scratch)
{
    private const string PositionColumn = "__position";

    private readonly StoredRows stored = new(contract.Source);
    private readonly JudgeSql sql = new(contract);
    private readonly RawRowReader reader = new(contract);

    /// <summary>Judges rows for candidates.</summary>
    /// <param name="name">Name of the part of the scratch that holds them.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="driver">Judges what Spark leaves.</param>
    /// <param name="refusedTo">Where a refused row goes.</param>
    /// <param name="candidates">Takes what the driver accepts.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<JudgedRows> JudgeAsync(
        string name, SourceRows rows, RowJudge driver, Func<RawRow, QuarantineWriter?> refusedTo, CandidateStore candidates, CancellationToken ct)
    {
        if (rows.Files.Count == 0) return JudgedRows.None(contract);
        var source = await StoredAsync(rows, ct);
        await scratch.WriteAsync(name, sql.Select(source), JudgeSql.SureColumn, ct);
        var relation = await scratch.ReadAsync(name, sql.Fields, ct);
        var totals = JudgeTotals.Read(await scratch.SingleAsync(JudgeTotals.Select(relation, contract, sql.WarnRules.Count), ct), contract);
        if (totals.Sure < totals.Rows) driver.Judge(OfDriver(name), refusedTo, candidates, ct);
        return new(relation, source, totals);
    }

    /// <summary>Lets the driver judge the sure rows with ids that it has accepted itself: for a Delta source, canonical JSON decides between them.</summary>
    /// <returns>False where there is none.</returns>
    public async Task<bool> JudgeContestedAsync(string name, JudgedRows judged, string ids, RowJudge driver, CandidateStore candidates, CancellationToken ct)
    {
        var id = Dialect.SqlText.Identifier(contract.EventId.Name);
        var any = await scratch.SingleAsync($"SELECT count(*) FROM {judged.Relation} WHERE {JudgeSql.SureColumn} AND {id} IN ({ids})", ct);
        if (any.GetAs<long>(0) == 0) return false;
        await scratch.WriteAsync(name, sql.SelectContested(judged.Source, ids), JudgeSql.SureColumn, ct);
        driver.Judge(OfDriver(name), _ => null, candidates, ct);
        return true;
    }

    /// <summary>Judges the rows by which a Delta source grew, for quarantine alone.</summary>
    public async Task JudgeForQuarantineAsync(string name, SourceRows added, SourceRows removed, RowJudge driver, QuarantineWriter refused, CancellationToken ct)
    {
        if (added.Files.Count == 0) return;
        var grown = removed.Files.Count == 0 ? await StoredAsync(added, ct) : $"{await StoredAsync(added, ct)} EXCEPT ALL {await StoredAsync(removed, ct)}";
        await scratch.WriteAsync(name, $"SELECT * FROM ({sql.Select(grown)}) WHERE NOT {JudgeSql.SureColumn}", JudgeSql.SureColumn, ct);
        if (HasDriverRows(name)) driver.JudgeForQuarantine(OfDriver(name), refused, ct);
    }

    /// <summary>Names of the <c>Warn</c> rules, as <see cref="JudgeTotals.Warned"/> counts them.</summary>
    public IReadOnlyList<string> WarnRules => sql.WarnRules;

    private async Task<string> StoredAsync(SourceRows rows, CancellationToken ct)
    {
        var schema = rows.Snapshot.Schema;
        var own = stored.Fields.Take(StoredRows.OwnColumns).Select(f => f.Name).Where(n => schema.Find(n) is not null);
        string[] columns = [.. rows.Columns.Select(c => c.Name).Concat(own).Distinct(StringComparer.Ordinal)];
        var versions = rows.Files.Select(rows.VersionOf).ToList();
        if (versions.TrueForAll(v => v == versions[0]))
            return stored.Select(rows, await scratch.Relations.RelationAsync(rows.Snapshot, rows.Files, columns, ct), versions[0].ToString(CultureInfo.InvariantCulture) + "L");
        var relation = await scratch.Relations.RelationAsync(rows.Snapshot, rows.Files, columns, ct, PositionColumn);
        var list = string.Join(", ", versions.Select((v, i) => string.Create(CultureInfo.InvariantCulture, $"({i}L, {v}L)")));
        return stored.Select(rows, $"{relation} JOIN (VALUES {list}) AS __versions(__at, __version) ON {PositionColumn} = __at", "__version");
    }

    private string Directory(string name) => $"{scratch.PathOf(name)}/{JudgeSql.SureColumn}=false";

    private bool HasDriverRows(string name) => System.IO.Directory.Exists(Directory(name));

    private string OfDriver(string name)
    {
        var list = reader.SelectList(stored.RawColumns, stored.Schema, StoredRows.VersionColumn);
        return $"SELECT {list} FROM read_parquet({DuckDbSession.Literal(Directory(name) + "/*.parquet")}, hive_partitioning = false)";
    }
}
