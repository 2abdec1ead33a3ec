using System.Collections.Immutable;
using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb.Tests;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using static Lakehouse.Engine.DuckDb.Tests.Expression;

namespace Lakehouse.Engine.Spark.Tests.Training;

/// <summary>Gold with keys of every type but text and integer, features of every type, and names that need quoting; its spine has decimals of more digits than the key.</summary>
internal sealed class TypedGold(DeltaTable table)
{
    public const int SpineRows = 300;

    private static readonly Field[] Keys =
    [
        new("a-price", DataType.Decimal(9, 2), Nullable: false), new("day", DataType.Date, Nullable: false), new("k0", DataType.Bool, Nullable: false),
        new("at", DataType.Timestamp, Nullable: false),
    ];

    private static readonly (string Name, DataType Type)[] Features =
    [
        ("amount", DataType.Int64), ("place", DataType.Double), ("state", DataType.String), ("p", DataType.Bool), ("a`b", DataType.Binary), ("visible", DataType.DoubleList),
        ("stamp", DataType.Date), ("e", DataType.Timestamp), ("kind", DataType.Decimal(18, 4)), ("us", DataType.TimestampNtz),
    ];

    private static readonly long[] Extremes = [long.MinValue, -1, 0, long.MaxValue];

    public async Task<TrainingPlan> PlanAsync(DeltaTable output)
    {
        var contract = new ContractDefinition(new("events", 1), new("events", new SourceFormat(SourceKind.Parquet), []), [], []);
        var view = new StateViewDefinition(
            new("typed", 1), contract, new EntityDefinition("thing", [.. Keys]), [.. Keys.Select(k => Column(k.Name, k.Type))],
            [.. Features.Select(f => new FeatureDefinition(f.Name, Column(f.Name, f.Type)))]) { TimeToLiveMicros = long.MaxValue };
        var random = new Random(5);
        var progress = new CommitProgress(ImmutableSortedDictionary<string, long>.Empty, 100, 100, 7, "sha256:1") { GreatestClockMicros = 100 };
        await TestLake.AppendAsync(table, view.GoldSchema, Enumerable.Range(0, 400).Select(i => Row(random, i)), userMetadata: progress.ToJson());
        var gold = new Dictionary<VersionedName, Snapshot> { [view.Id] = await table.GetSnapshotAsync(ct: TestContext.Current.CancellationToken) };
        const string spine =
            "SELECT (i % 3 + 0.01 + i % 2 * 0.004)::DECIMAL(12,3) AS \"a-price\", DATE '0001-01-01' + (i % 2)::INTEGER AS day, i % 5 < 3 AS k0, "
            + "make_timestamptz((i % 2)::BIGINT - 1) AS at, make_timestamptz((i * 7 % 110 - 10)::BIGINT) AS timestamp, (i % 256)::UTINYINT AS small FROM range(300) t(i)";
        return new(new(new("model", 1), [new(view, view.Columns)]), gold, spine, output, TrainingMode.Latest) { IncludeEventTime = true, IncludeStatus = true };
    }

    private static Value[] Row(Random random, int number)
    {
        Value[] key = [Value.Int64((random.Next(3) * 100) + 1), Value.Int64(random.Next(2) - 719_162), Value.Bool(random.Next(2) == 0), Value.Int64(random.Next(2) - 1)];
        var isRetracted = random.Next(6) == 0;
        var features = Features.Select(f => isRetracted || random.Next(5) == 0 ? Value.Null : Of(f.Type, random));
        return [.. key, Value.Int64(random.Next(100)), isRetracted ? Value.Null : Value.Int64(random.Next(-50, 50)), .. features, Value.Bool(isRetracted), Value.Int64(number)];
    }

    private static Value Of(DataType type, Random random) => type.Kind switch
    {
        TypeKind.Int64 => Value.Int64(Extremes[random.Next(Extremes.Length)]),
        TypeKind.Double => Value.Double(random.Next(3) switch { 0 => double.Epsilon, 1 => double.NegativeInfinity, _ => 0.1 }),
        TypeKind.String => Value.String(random.Next(2) == 0 ? "it's $\\ é\0" : ""),
        TypeKind.Bool => Value.Bool(random.Next(2) == 0),
        TypeKind.Binary => Value.Binary([0, (byte)random.Next(256)]),
        TypeKind.DoubleList => Value.DoubleList(random.Next(2) == 0 ? [] : [null, random.NextDouble()]),
        TypeKind.Date => Value.Int64(random.Next(-719_162, 2_932_896)),
        TypeKind.Decimal => Value.Int64(random.NextInt64(-999_999_999_999_999_999, 1_000_000_000_000_000_000)),
        _ => Value.Int64(random.NextInt64(-62_135_596_800_000_000, 253_402_300_799_999_999)),
    };
}
