using Lakehouse.Engine.DuckDb.Conform;
using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Conform;

/// <summary>Spark SQL that maps source rows and proves which of them are accepted.</summary>
/// <remarks>
/// 1. Layers of subqueries: raw columns as stored, as typed values, contract columns, conditions. A layer names what it computes, so that nothing is computed twice.
/// 2. A row is sure when all texts surely parse, nothing overflows, all that is required is there and every condition is surely TRUE: then SQL and the evaluator agree by what
///    the dialect proves. Of a row that its file no longer holds only the id has to be sure.
/// 3. Whatever is not sure, refused rows among them, keeps its columns as stored, and the evaluator in the driver decides it.
/// 4. Of a Delta source a row is sure only if no other sure row has its id, since canonical JSON decides between them.
/// </remarks>
internal sealed class JudgeSql
{
    /// <summary>Column that is TRUE where the row is accepted, or removed, for sure.</summary>
    public const string SureColumn = "__sure";

    private const string Proven = "__proven";

    private readonly ContractDefinition contract;
    private readonly StoredRows stored;
    private readonly bool[] reads;
    private readonly bool[] readsForId;
    private readonly string id;
    private readonly bool isState;

    public JudgeSql(ContractDefinition contract)
    {
        this.contract = contract;
        stored = new StoredRows(contract.Source);
        reads = RawReads.Of(contract);
        readsForId = RawReads.Of(contract.Source, [contract.EventId.Mapping]);
        id = Column(contract.Columns.IndexOf(contract.EventId));
        isState = contract.Source.Format.Kind == SourceKind.Delta;
        Fields =
        [
            .. contract.Schema.Select(f => f with { Nullable = true }), new(CandidateStore.GoneColumn, DataType.Bool),
            .. Rules(RuleKind.Warn).Select((_, i) => new Field(Warned(i), DataType.Bool)), .. stored.Fields, new(SureColumn, DataType.Bool),
        ];
    }

    /// <summary>The columns of a judged row: the event of a sure one, or what the driver needs of another.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>Names of the <c>Warn</c> rules.</summary>
    public IReadOnlyList<string> WarnRules => [.. Rules(RuleKind.Warn).Select(r => r.Name)];

    /// <summary>Column that is TRUE where a <c>Warn</c> rule is broken.</summary>
    public static string Warned(int rule) => $"__w{rule}";

    /// <summary>The SELECT of judged rows.</summary>
    /// <param name="storedRows">SELECT of rows as <see cref="StoredRows"/> names them.</param>
    public string Select(string storedRows) => Result($"SELECT *, {Proven}{(isState ? $" AND {IsOnly()}" : "")} AS {SureColumn} FROM ({Judged(storedRows)})");

    /// <summary>The SELECT of the sure rows with certain ids, as rows that are not sure.</summary>
    /// <param name="storedRows">SELECT of rows as <see cref="StoredRows"/> names them.</param>
    /// <param name="ids">SELECT of ids.</param>
    public string SelectContested(string storedRows, string ids) =>
        Result($"SELECT *, FALSE AS {SureColumn} FROM ({Judged(storedRows)}) WHERE {Proven} AND {id} IN ({ids})");

    private static string Value(int raw) => $"__t{raw}";

    private static string Unsure(int raw) => $"__u{raw}";

    private static string Mapped(int column) => $"__m{column}";

    private static string Column(int column) => $"__c{column}";

    private static string Flag(RuleKind kind, int rule) => $"__{kind}{rule}";

    private IReadOnlyList<ContractRule> Rules(RuleKind kind) => [.. contract.Rules.Where(r => r.Kind == kind)];

    private string Judged(string storedRows)
    {
        List<string> typed = [.. stored.Fields.Select(f => f.Name), .. Enumerable.Range(0, reads.Length).Where(i => reads[i]).SelectMany(i => new[] { Value(i), Unsure(i) })];
        NamedExpr[] ofRaw = [.. contract.Columns.Select((c, i) => new NamedExpr(Mapped(i), Mapping(c))), .. Named(RuleKind.Delete)];
        var mappings = ProjectionSql.Select($"({Typed(storedRows)})", ofRaw, typed, OfRawRow);
        List<string> mapped = [.. typed, .. mappings.Columns.SelectMany(c => Flags(c).Prepend(c.Value)), .. contract.Columns.Select((_, i) => Column(i))];
        var widened = $"(SELECT *{string.Concat(contract.Columns.Select((c, i) => $", {Widened(c, Mapped(i))} AS {Column(i)}"))} FROM ({mappings.Sql}))";
        var conditions = ProjectionSql.Select(widened, [.. Named(RuleKind.Require), .. Named(RuleKind.Warn)], mapped, OfContractRow);
        var columns = mappings.Columns.Concat(conditions.Columns).ToDictionary(c => c.Value, StringComparer.Ordinal);
        var gone = Rules(RuleKind.Delete).Select((_, i) => IsTrue(Flag(RuleKind.Delete, i))).Append("FALSE");
        string[] flags =
        [
            $"({string.Join(" OR ", gone)}) AS {CandidateStore.GoneColumn}",
            .. Rules(RuleKind.Warn).Select((_, i) => $"NOT {IsTrue(Flag(RuleKind.Warn, i))} AS {Warned(i)}"),
            $"CASE WHEN {ContractDefinition.RemovedColumn} THEN {string.Join(" AND ", HasId(columns))} ELSE {string.Join(" AND ", IsAccepted(columns))} END AS {Proven}",
        ];
        return $"SELECT *, {string.Join(", ", flags)} FROM ({conditions.Sql})";
    }

    private IEnumerable<NamedExpr> Named(RuleKind kind) => Rules(kind).Select((r, i) => new NamedExpr(Flag(kind, i), r.Condition));

    /// <summary>The SELECT of the raw columns that are read as typed values, and of whether each is unsure: then the driver reads it.</summary>
    private string Typed(string storedRows)
    {
        var read = Enumerable.Range(0, reads.Length).Where(i => reads[i]).ToList();
        var values = read.Select(i => $", {(IsParsed(i) ? Parsed(i) : StoredRows.Raw(i))} AS {Value(i)}");
        return $"SELECT *{string.Concat(read.Select(i => $", {IsUnsure(i)} AS {Unsure(i)}"))} FROM (SELECT *{string.Concat(values)} FROM ({storedRows}))";
    }

    private string Parsed(int raw) => RawSql.Parse(contract.Source.Columns[raw].Type, StoredRows.Raw(raw), contract.Source.Format.Zone).Value;

    private bool IsParsed(int raw) => contract.Source.Format.IsText && contract.Source.Columns[raw].Type.Kind != TypeKind.String;

    private string IsUnsure(int raw)
    {
        if (IsParsed(raw)) return $"{StoredRows.Raw(raw)} IS NOT NULL AND {Value(raw)} IS NULL";

        // Foreign files may hold bytes that are no UTF-8; bronze was checked when it came.
        var isForeignText = isState && contract.Source.Columns[raw].Type.Kind == TypeKind.String;
        return isForeignText ? $"coalesce(encode(decode(CAST({Value(raw)} AS BINARY), 'UTF-8'), 'UTF-8') <> CAST({Value(raw)} AS BINARY), FALSE)" : "FALSE";
    }

    /// <summary>A column's mapping, checked against the column's own digits.</summary>
    private static Expr Mapping(ContractColumn column) =>
        column.Type.Kind == TypeKind.Decimal && column.Mapping.Type != column.Type ? new CallExpr(Function.ToDecimal, [column.Mapping], column.Type) : column.Mapping;

    private static string Widened(ContractColumn column, string value) =>
        column.Type.Kind == TypeKind.Double && column.Mapping.Type.Kind == TypeKind.Int64 ? $"CAST({value} AS DOUBLE)" : value;

    private IEnumerable<string> IsAccepted(Dictionary<string, ProjectedColumn> columns)
    {
        yield return $"{ContractDefinition.CorruptRecordColumn} IS NULL";
        for (var i = 0; i < contract.Source.Columns.Length; i++)
        {
            if (!reads[i]) continue;
            yield return $"NOT {Unsure(i)}";
            if (!contract.Source.Columns[i].Nullable) yield return $"{Value(i)} IS NOT NULL";
        }

        foreach (var flag in columns.Values.SelectMany(Flags)) yield return $"NOT {flag}";
        for (var i = 0; i < contract.Columns.Length; i++)
        {
            if (!contract.Columns[i].Nullable) yield return $"{Column(i)} IS NOT NULL";
        }

        var time = Column(contract.Columns.IndexOf(contract.EventTime));
        yield return $"coalesce(unix_micros({time}) BETWEEN {SqlText.Long(EventTimeRange.FirstMicros)} AND {SqlText.Long(EventTimeRange.LastMicros)}, FALSE)";
        for (var i = 0; i < Rules(RuleKind.Require).Count; i++) yield return IsTrue(Flag(RuleKind.Require, i));
    }

    private IEnumerable<string> HasId(Dictionary<string, ProjectedColumn> columns)
    {
        yield return $"{ContractDefinition.CorruptRecordColumn} IS NULL";
        yield return $"{id} IS NOT NULL";
        for (var i = 0; i < readsForId.Length; i++)
        {
            if (readsForId[i]) yield return $"NOT {Unsure(i)}";
        }

        foreach (var flag in Flags(columns[Mapped(contract.Columns.IndexOf(contract.EventId))])) yield return $"NOT {flag}";
    }

    private static IEnumerable<string> Flags(ProjectedColumn column) => new[] { column.Overflow, column.Unsure }.OfType<string>();

    private static string IsTrue(string flag) => $"coalesce({flag}, FALSE)";

    /// <summary>Rows that are not sure meet nobody, wherever they are many.</summary>
    private string IsOnly() =>
        $"count(*) OVER (PARTITION BY {id}, CASE WHEN {Proven} THEN 0L ELSE xxhash64({string.Join(", ", stored.Fields.Select(f => f.Name))}) END) = 1";

    private string Result(string judged)
    {
        var removed = $"NOT {ContractDefinition.RemovedColumn}";
        var events = contract.Columns.Select((c, i) =>
            $"CASE WHEN {SureColumn}{(c.Role == ColumnRole.EventId ? "" : $" AND {removed}")} THEN {Column(i)} END AS {SqlText.Identifier(c.Name)}");
        var flags = Fields.Skip(contract.Columns.Length).TakeWhile(f => f.Name != StoredRows.VersionColumn).Select(f => f.Name);
        var own = stored.Fields.Take(StoredRows.OwnColumns).Select(f => f.Name);
        var raw = stored.Fields.Skip(StoredRows.OwnColumns).Select(f => $"CASE WHEN NOT {SureColumn} THEN {f.Name} END AS {f.Name}");
        return $"SELECT {string.Join(", ", events.Concat(flags).Concat(own).Concat(raw).Append(SureColumn))} FROM ({judged})";
    }

    private string OfRawRow(Expr leaf)
    {
        var name = ((ColumnExpr)leaf).Name;
        var raw = contract.Source.Columns.Select(c => c.Name).ToList().IndexOf(name);
        return raw >= 0 ? Value(raw) : name;
    }

    private string OfContractRow(Expr leaf) => Column(contract.Columns.Select(c => c.Name).ToList().IndexOf(((ColumnExpr)leaf).Name));
}
