using System.Collections.Immutable;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Benchmarks;

/// <summary>Gold tables and a spine for the training join: 20,000 keys, half a year, six features a view, 2 % corrected and 1 % retracted rows.</summary>
/// <param name="directory">Where the tables lie.</param>
/// <param name="spineRows">Rows of the spine.</param>
/// <param name="goldRows">Rows of each view.</param>
internal sealed class TrainingData(string directory, long spineRows, long goldRows)
{
    private const long Begin = 1_700_000_000_000_000;
    private const long Span = 180L * 86_400 * 1_000_000;
    private const int Keys = 20_000;
    private static readonly string[] Features = ["n_1h", "n_24h", "delay_mean", "delay_max", "amount", "ratio"];
    private static readonly DataType[] Types = [DataType.Int64, DataType.Int64, DataType.Double, DataType.Int64, DataType.Decimal(12, 2), DataType.Double];

    /// <summary>Commits of each table; rows of one know what happened up to its time.</summary>
    public const int CommitCount = 6;

    public const long Clock = Begin + Span;

    public string SpineFile => Path.Combine(directory, "spine.parquet");

    public static IReadOnlyList<KnownCommit> Commits { get; } =
        [.. Enumerable.Range(0, CommitCount).Select(i => new KnownCommit(Stamp(i), Stamp(i) + 1_000, Begin + ((i + 1) * Span / CommitCount), Begin + ((i + 1) * Span / CommitCount)))];

    public static EntityViewDefinition View(int number)
    {
        Field[] key = [new("device", DataType.String, Nullable: false)];
        var contract = new ContractDefinition(new("events", 1), new("events", new SourceFormat(SourceKind.Parquet), []), [], []);
        return new StateViewDefinition(
            new($"view_{number}", 1), contract, new EntityDefinition("device", [.. key]), [new ColumnExpr("device", DataType.String)],
            [.. Features.Zip(Types).Select(f => new FeatureDefinition(f.First, new ColumnExpr(f.First, f.Second)))]) { TimeToLiveMicros = 30L * 86_400 * 1_000_000 };
    }

    public static IReadOnlyList<string> FeatureNames => Features;

    public DeltaTable Gold(int number) => DeltaTable.ForPath(Path.Combine(directory, $"view_{number}"));

    /// <summary>The spine: keys and instants at random, a label.</summary>
    public void WriteSpine()
    {
        using var session = new DuckDbSession();
        session.Execute(
            $"COPY (SELECT 'device-' || (hash(i) % {Keys}) AS device, make_timestamptz({Begin} + (hash(i + 1) % {Span})::BIGINT) AS timestamp, (hash(i + 2) % 2)::BIGINT AS label "
            + $"FROM range({spineRows}) t(i)) TO {DuckDbSession.Literal(SpineFile)} (FORMAT parquet, COMPRESSION zstd)");
    }

    /// <summary>Writes a view's gold: number 0 in one commit, the others in <see cref="CommitCount"/>, each with rows of its own part of the time and corrections of the part before.</summary>
    public async Task WriteGoldAsync(int number, CancellationToken ct)
    {
        using var session = new DuckDbSession();
        var table = Gold(number);
        var schema = new TableSchema([.. View(number).GoldSchema.Select(f => new TableColumn(f.Name, StoredType(f.Type), f.Nullable))]);
        var parts = number == 0 ? 1 : CommitCount;
        for (var part = 0; part < parts; part++)
        {
            var transaction = part == 0 ? table.Create(schema) : table.Begin(await table.GetSnapshotAsync(ct: ct), "WRITE");
            var stamp = number == 0 ? Stamp(CommitCount - 1) : Stamp(part);
            var (from, length) = (Begin + (part * Span / parts), Span / parts);
            var seed = (number * 1_000_003L) + 17;
            var rows = $"SELECT i, hash(i + {seed}) AS h, {from} + (hash(i + {seed + 1}) % {length})::BIGINT AS v FROM range({part * goldRows / parts}, {(part + 1) * goldRows / parts}) t(i)";
            if (part > 0) rows += $" UNION ALL SELECT i, hash(i + {seed}), {from - length} + (hash(i + {seed + 1}) % {length})::BIGINT FROM range({(part - 1) * goldRows / parts}, {part * goldRows / parts}) t(i) WHERE i % 50 = 0";
            transaction.UserMetadata = new CommitProgress(ImmutableSortedDictionary<string, long>.Empty, Commits[part].ClockMicros, Commits[part].FrontierMicros, stamp, "sha256:1")
            {
                GreatestClockMicros = Clock,
            }.ToJson();
            await transaction.WriteQueryAsync(
                session,
                $"SELECT 'device-' || (h % {Keys}) AS device, make_timestamptz(v) AS valid_from, CASE WHEN NOT r THEN make_timestamptz(v - 1) END AS event_time, "
                + $"CASE WHEN NOT r THEN (h % 50)::BIGINT END AS n_1h, CASE WHEN NOT r THEN (h % 1009)::BIGINT + {part} END AS n_24h, CASE WHEN NOT r AND h % 20 > 0 THEN (h % 100003) / 7.0 END AS delay_mean, "
                + "CASE WHEN NOT r THEN (h % 3001)::BIGINT - 60 END AS delay_max, CASE WHEN NOT r THEN ((h % 9999991) / 100)::DECIMAL(12, 2) END AS amount, "
                + $"CASE WHEN NOT r THEN (h % 7919) / 7919.0 END AS ratio, r AS retracted, make_timestamptz({stamp}) AS known_at "
                + $"FROM (SELECT *, h % 100 = 7 AS r FROM ({rows})) ORDER BY device, valid_from",
                ct: ct);
            await transaction.CommitAsync(ct);
        }
    }

    private static long Stamp(int commit) => Begin + ((commit + 1) * Span / CommitCount) + 5_000_000;

    private static DeltaType StoredType(DataType type) => new PrimitiveType(type.Kind switch
    {
        TypeKind.String => "string",
        TypeKind.Timestamp => "timestamp",
        TypeKind.Bool => "boolean",
        TypeKind.Double => "double",
        TypeKind.Decimal => $"decimal({type.Precision},{type.Scale})",
        _ => "long",
    });
}
