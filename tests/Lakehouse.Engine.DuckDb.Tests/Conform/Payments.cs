using Lakehouse.Delta;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;
using static Lakehouse.Engine.DuckDb.Tests.Expression;

namespace Lakehouse.Engine.DuckDb.Tests.Conform;

/// <summary>A contract over text files with everything that conform does: types, rules, deletion, natural ids.</summary>
/// <param name="engine">The engine that conforms it; null for the embedded one.</param>
internal sealed class Payments(IEngine? engine = null) : IDisposable
{
    public const string BronzeName = "bronze/payments";
    public static readonly DataType Money = DataType.Decimal(10, 2);

    private static readonly Field[] Raw =
    [
        new("Id", DataType.String), new("PaidAt", DataType.Timestamp), new("Amount", Money), new("Kind", DataType.String), new("Score", DataType.Double),
    ];

    private readonly TestLake lake = new();
    private bool hasRemoved;

    public DeltaTable Bronze => lake.Table(BronzeName);

    public DeltaTable Silver => lake.Table("silver/payments@1");

    public DeltaTable Quarantine => lake.Table("silver/payments@1.quarantine");

    public string IndexPath => lake.PathOf("_index");

    public string Hash { get; set; } = "sha256:1";

    public ContractDefinition Contract { get; set; } = Define(zone: null);

    public static ContractDefinition Define(string? zone, params ContractColumn[] more) => new(
        new("payments", 1),
        new("payments", new SourceFormat(SourceKind.Csv) { Zone = zone }, [.. Raw]),
        [
            new("payment_id", DataType.String, Nullable: false, ColumnRole.EventId, Column("Id", DataType.String)),
            new("paid_at", DataType.Timestamp, Nullable: false, ColumnRole.EventTime, Column("PaidAt", DataType.Timestamp)),
            new("amount", Money, Nullable: false, ColumnRole.Value, Column("Amount", Money)),
            new("score", DataType.Double, Nullable: true, ColumnRole.Value, Column("Score", DataType.Double)),
            .. more,
        ],
        [
            new("amount is not negative", RuleKind.Require, Call(Function.GreaterOrEqual, DataType.Bool, Column("amount", Money), new LiteralExpr(Value.Int64(0), Money))),
            new("amount is small", RuleKind.Warn, Call(Function.Less, DataType.Bool, Column("amount", Money), new LiteralExpr(Value.Int64(100_000), Money))),
            new("cancelled", RuleKind.Delete, Call(Function.Equal, DataType.Bool, Column("Kind", DataType.String), Literal("cancel"))),
        ]);

    /// <summary>Commits one file's rows, as ingest does; <paramref name="removed"/> are the rows of the content that it replaces.</summary>
    public async Task<long> IngestAsync(string file, IReadOnlyList<string?[]> rows, IReadOnlyList<string?[]>? removed = null)
    {
        hasRemoved |= removed is not null;
        Field[] fields =
        [
            new("id", DataType.String), new("PAID_AT", DataType.String), new("Amount", DataType.String), new("kind", DataType.String), new("score", DataType.String),
            new(ContractDefinition.CorruptRecordColumn, DataType.String), new(ContractDefinition.SourceFileColumn, DataType.String, Nullable: false),
            new(ContractDefinition.SourceRowColumn, DataType.Int64, Nullable: false),
            .. hasRemoved ? [new Field(ContractDefinition.RemovedColumn, DataType.Bool)] : Array.Empty<Field>(),
        ];
        var ct = TestContext.Current.CancellationToken;
        var version = await Bronze.ExistsAsync(ct) ? (await Bronze.GetSnapshotAsync(ct: ct)).Version + 1 : 0;
        var tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["lakehouse.bronzeVersion"] = version.ToString() };
        var all = rows.Select((r, i) => ToBronze(r, file, i, gone: false)).Concat((removed ?? []).Select((r, i) => ToBronze(r, file, i, gone: true)));
        return await TestLake.AppendAsync(Bronze, fields, all, tags);
    }

    public ConformPlan Plan(long version) => new(Contract, Hash, Bronze, BronzeName, version, Silver, Quarantine) { IndexPath = IndexPath };

    public async Task<ConformResult> ConformAsync(long version) =>
        await (engine ?? new DuckDbEngine(TestLake.Options, TimeProvider.System)).ConformAsync(Plan(version), TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<string>> SilverRowsAsync() =>
        TestLake.Texts(await TestLake.ReadAsync(Silver, "paid_at, payment_id"), [.. Contract.Columns.Select(c => c.Type)]);

    public async Task<IReadOnlyList<string>> QuarantineRowsAsync() => TestLake.Texts(
        await TestLake.ReadAsync(Quarantine, "bronze_version, _source_file, _source_row", "rule", "_source_file", "_source_row", "bronze_version", "row"),
        [DataType.String, DataType.String, DataType.Int64, DataType.Int64, DataType.String]);

    public void Dispose() => lake.Dispose();

    private Value[] ToBronze(string?[] row, string file, int index, bool gone)
    {
        var values = row.Select(Value.String).Append(Value.Null).Append(Value.String(file)).Append(Value.Int64(index));
        return [.. hasRemoved ? values.Append(Value.Bool(gone)) : values];
    }
}
