using Lakehouse.Engine.DuckDb.Conform;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.Spark.Conform;

/// <summary>Spark SQL from candidates to silver's new rows, as <see cref="CandidateStore"/> and the embedded merge define it.</summary>
/// <param name="contract">Silver's contract.</param>
/// <param name="isState">True when the candidates are all events that there are.</param>
internal sealed class MergeSql(ContractDefinition contract, bool isState)
{
    /// <summary>Column that is TRUE for a new or replaced event.</summary>
    public const string ComeColumn = "__come";

    /// <summary>Column with the id of an event of silver that is replaced or deleted, else NULL.</summary>
    public const string HitColumn = "__hit";

    /// <summary>Column with the position of the file that holds that event.</summary>
    public const string FileColumn = "__silver_file";

    /// <summary>Column whose values lie in different files.</summary>
    public const string SpanColumn = "__span";

    private readonly string id = SqlText.Identifier(contract.EventId.Name);
    private readonly string time = SqlText.Identifier(contract.EventTime.Name);

    /// <summary>Silver's columns, quoted.</summary>
    public string Columns { get; } = string.Join(", ", contract.Columns.Select(c => SqlText.Identifier(c.Name)));

    /// <summary>The columns of a candidate.</summary>
    public IReadOnlyList<Field> CandidateFields { get; } =
    [
        .. contract.Schema.Select(f => f with { Nullable = true }), new(CandidateStore.VersionColumn, DataType.Int64), new(CandidateStore.RemovedColumn, DataType.Bool),
        new(CandidateStore.RefusedColumn, DataType.Bool), new(CandidateStore.GoneColumn, DataType.Bool), new(CandidateStore.FileColumn, DataType.String),
        new(CandidateStore.RowColumn, DataType.Int64), new(CandidateStore.JsonColumn, DataType.String),
    ];

    /// <summary>The columns of <see cref="Merged"/>.</summary>
    public IReadOnlyList<Field> MergedFields { get; } =
    [
        .. contract.Schema.Select(f => f with { Nullable = true }), new(ComeColumn, DataType.Bool), new(HitColumn, contract.EventId.Type), new(FileColumn, DataType.Int64),
    ];

    /// <summary>Their names, quoted.</summary>
    public string CandidateColumns => string.Join(", ", CandidateFields.Select(f => SqlText.Identifier(f.Name)));

    /// <summary>SELECT of no candidates.</summary>
    public string NoCandidates => $"SELECT {string.Join(", ", CandidateFields.Select(f => $"{SqlText.Null(f.Type)} AS {SqlText.Identifier(f.Name)}"))} WHERE FALSE";

    /// <summary>Candidates but those with certain ids.</summary>
    public string Without(string candidates, string ids) => $"SELECT a.* FROM ({candidates}) a LEFT ANTI JOIN ({ids}) b ON a.{id} = b.{id}";

    /// <summary>A sure row as a candidate.</summary>
    /// <param name="judged">A relation of judged rows.</param>
    public string Sure(string judged) =>
        $"SELECT {Columns}, {StoredRows.VersionColumn} AS {CandidateStore.VersionColumn}, {ContractDefinition.RemovedColumn} AS {CandidateStore.RemovedColumn}, "
        + $"FALSE AS {CandidateStore.RefusedColumn}, {ContractDefinition.RemovedColumn} OR {CandidateStore.GoneColumn} AS {CandidateStore.GoneColumn}, "
        + $"{ContractDefinition.SourceFileColumn} AS {CandidateStore.FileColumn}, {ContractDefinition.SourceRowColumn} AS {CandidateStore.RowColumn}, "
        + $"CAST(NULL AS STRING) AS {CandidateStore.JsonColumn} FROM {judged} WHERE {JudgeSql.SureColumn}";

    /// <summary>The winning candidate of each event id: silver's columns and <see cref="CandidateStore.GoneColumn"/>.</summary>
    /// <param name="candidates">SELECT of all candidates.</param>
    /// <param name="refusedKeep">True where a refused row may keep what a removed row of its version would delete (semantics §7.3).</param>
    public string Winners(string candidates, bool refusedKeep)
    {
        if (refusedKeep)
        {
            var kept = $"bool_or({CandidateStore.RefusedColumn}) OVER (PARTITION BY {id}, {CandidateStore.VersionColumn}) AS __kept";
            candidates = $"SELECT * FROM (SELECT *, {kept} FROM ({candidates})) WHERE NOT ({CandidateStore.RemovedColumn} AND __kept)";
        }

        // A row of a Delta source has no position: its content decides (semantics §1).
        var order = isState
            ? $"{CandidateStore.JsonColumn} DESC NULLS LAST"
            : $"{CandidateStore.VersionColumn} DESC, {CandidateStore.RemovedColumn}, {CandidateStore.FileColumn} DESC NULLS LAST, {CandidateStore.RowColumn} DESC NULLS LAST";
        return $"SELECT {Columns}, {CandidateStore.GoneColumn} FROM (SELECT *, row_number() OVER (PARTITION BY {id} ORDER BY {order}) AS __place FROM ({candidates}) "
            + $"WHERE NOT {CandidateStore.RefusedColumn}) WHERE __place = 1";
    }

    /// <summary>The events that come, and those of silver that go; what stays as it is, is in neither.</summary>
    /// <param name="winners">SELECT of the winners.</param>
    /// <param name="silver">A relation of silver's columns and <see cref="FileColumn"/>; null where silver has no event that could meet a winner.</param>
    public string Merged(string winners, string? silver)
    {
        silver ??= $"(SELECT {Columns}, CAST(NULL AS BIGINT) AS {FileColumn} FROM ({winners}) WHERE FALSE)";
        var same = string.Join(" AND ", contract.Columns.Select(c => SqlText.Identifier(c.Name)).Select(c => $"s.{c} <=> w.{c}"));
        var comes = $"(w.{id} IS NOT NULL AND NOT w.{CandidateStore.GoneColumn} AND NOT (s.{id} IS NOT NULL AND {same}))";
        var goes = $"(s.{id} IS NOT NULL AND NOT coalesce(NOT w.{CandidateStore.GoneColumn} AND {same}, FALSE))";
        return $"SELECT {string.Join(", ", contract.Columns.Select(c => $"w.{SqlText.Identifier(c.Name)}"))}, {comes} AS {ComeColumn}, "
            + $"CASE WHEN {goes} THEN s.{id} END AS {HitColumn}, CASE WHEN {goes} THEN CAST(s.{FileColumn} AS BIGINT) END AS {FileColumn} "
            + $"FROM ({winners}) w {(isState ? "FULL OUTER" : "LEFT")} JOIN {silver} s ON w.{id} = s.{id} WHERE {comes} OR {goes}";
    }

    /// <summary>The SELECT of how many events come, how many are deleted and how many of silver go.</summary>
    public string Totals(string merged) =>
        $"SELECT count_if({ComeColumn}), count_if({HitColumn} IS NOT NULL AND NOT {ComeColumn}), count({HitColumn}) FROM {merged}";

    /// <summary>The SELECT of the positions of the files that hold an event that goes.</summary>
    public string TouchedFiles(string merged) => $"SELECT DISTINCT {FileColumn} FROM {merged} WHERE {HitColumn} IS NOT NULL ORDER BY 1";

    /// <summary>The SELECT of the least and greatest time of each file, in microseconds, by the least.</summary>
    public string Spans(string touched) => $"SELECT min(unix_micros({time})), max(unix_micros({time})) FROM {touched} GROUP BY {FileColumn} ORDER BY 1";

    /// <summary>The SELECT of the rows of files that stay.</summary>
    public string Kept(string merged, string touched) =>
        $"SELECT {Columns} FROM {touched} t LEFT ANTI JOIN (SELECT {HitColumn} FROM {merged} WHERE {HitColumn} IS NOT NULL) h ON t.{id} = h.{HitColumn}";

    /// <summary>The SELECT of the rows that silver's new files hold.</summary>
    /// <param name="come">What may stand after FROM: the events that come.</param>
    /// <param name="kept">SELECT of the events that are written again; null for none.</param>
    /// <param name="spans">The times that the files of those covered.</param>
    public string Written(string come, string? kept, TimeSpans spans)
    {
        var rows = $"SELECT {Columns} FROM {come}" + (kept is null ? "" : $" UNION ALL {kept}");
        var micros = $"unix_micros({time})";
        var cases = string.Concat(spans.All.Select((s, i) => $" WHEN {micros} BETWEEN {SqlText.Long(s.From)} AND {SqlText.Long(s.To)} THEN {i}"));
        return $"SELECT {(cases.Length == 0 ? "-1" : $"CASE{cases} ELSE -1 END")} AS {SpanColumn}, {Columns} FROM ({rows})";
    }

    /// <summary>Rows in the order of silver's files.</summary>
    /// <param name="written">SELECT of the rows with <see cref="SpanColumn"/>.</param>
    /// <param name="parts">Number of tasks.</param>
    public string InOrder(string written, long parts)
    {
        var order = $"{SpanColumn}, {time}, {id}";
        return $"SELECT * FROM (SELECT /*+ REPARTITION_BY_RANGE({parts}, {order}) */ * FROM ({written})) SORT BY {order}";
    }
}
