using System.Collections.Immutable;
using Lakehouse.Delta;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using static Lakehouse.Engine.DuckDb.Tests.Expression;

namespace Lakehouse.Engine.DuckDb.Tests;

/// <summary>A gold table with random rows, and the lookup rule by brute force.</summary>
/// <remarks>Instants lie between 0 and 100 µs, so that ties, late rows and several rows per key and instant are common.</remarks>
internal sealed class RandomGold(DeltaTable table, Random random, VersionedName? name = null, bool hasText = false)
{
    public const int LastInstant = 100;
    private const long FirstStamp = 1_000_000;
    private static readonly string[] Texts = ["1", "12", "é", ""];
    private readonly List<(long Version, GoldRow Row)> rows = [];

    public EntityViewDefinition View { get; } = Define(name ?? new VersionedName("pairs", 1), ttlMicros: null, hasText);

    public List<KnownCommit> Commits { get; } = [];

    public IEnumerable<GoldRow> Rows => rows.Select(r => r.Row);

    public static IReadOnlyList<Value[]> AllKeys { get; } = [.. Texts.SelectMany(t => new long[] { 1, 23 }.Select(n => new[] { Value.String(t), Value.Int64(n) }))];

    public static EntityViewDefinition Define(VersionedName name, long? ttlMicros, bool hasText = false)
    {
        Field[] keys = [new("left_key", DataType.String, Nullable: false), new("right_key", DataType.Int64, Nullable: false)];
        var contract = new ContractDefinition(new("events", 1), new("events", new SourceFormat(SourceKind.Parquet), []), [], []);
        return new StateViewDefinition(
            name, contract, new EntityDefinition("pair", [.. keys]), [.. keys.Select(k => Column(k.Name, k.Type))],
            [
                new("amount", Column("amount", DataType.Int64)), new("score", Column("score", DataType.Double)),
                .. hasText ? (FeatureDefinition[])[new("note", Column("note", DataType.String))] : [],
            ]) { TimeToLiveMicros = ttlMicros };
    }

    /// <summary>Appends a commit of random rows up to F and returns its version.</summary>
    public async Task<long> CommitAsync(long clock, long frontier, int count)
    {
        var stamp = FirstStamp + (Commits.Count * 10);
        var chosen = Enumerable.Range(0, count).Select(_ => (Key: random.Next(AllKeys.Count), At: random.NextInt64(frontier + 1))).Distinct();
        var written = chosen.Select(c => Row(AllKeys[c.Key], c.At, stamp)).ToList();
        var progress = new CommitProgress(ImmutableSortedDictionary<string, long>.Empty, clock, frontier, stamp, "sha256:1") { GreatestClockMicros = clock };
        var version = await TestLake.AppendAsync(table, View.GoldSchema, written.Select(ToValues), userMetadata: progress.ToJson());
        rows.AddRange(written.Select(r => (version, r)));
        Commits.Add(new(stamp, random.NextInt64(LastInstant), clock, frontier));
        return version;
    }

    public Task<Snapshot> SnapshotAsync(long? version = null) => table.GetSnapshotAsync(version, TestContext.Current.CancellationToken);

    /// <summary>lookup(key, t, K) on a version.</summary>
    public GoldRow? Lookup(Value[] key, long at, long? knownAt = null, long version = long.MaxValue) =>
        Lookup(rows.Where(r => r.Version <= version).Select(r => r.Row), key, at, knownAt);

    public static GoldRow? Lookup(IEnumerable<GoldRow> rows, Value[] key, long at, long? knownAt = null) =>
        rows.Where(r => r.Key.SequenceEqual(key) && r.ValidFromMicros <= at && r.KnownAtMicros <= (knownAt ?? long.MaxValue)).MaxBy(r => (r.ValidFromMicros, r.KnownAtMicros));

    public static bool Same(GoldRow? left, GoldRow? right) => left is null || right is null
        ? left is null && right is null
        : left.Key.SequenceEqual(right.Key) && left.ValidFromMicros == right.ValidFromMicros && left.KnownAtMicros == right.KnownAtMicros
            && left.EventTimeMicros == right.EventTimeMicros && left.Retracted == right.Retracted && left.Values.SequenceEqual(right.Values);

    private GoldRow Row(Value[] key, long at, long stamp)
    {
        if (random.Next(5) == 0) return new(key, at, EventTimeMicros: null, [Value.Null, Value.Null, .. hasText ? (Value[])[Value.Null] : []], Retracted: true, stamp);
        Value[] text = hasText ? [Value.String(Texts[random.Next(Texts.Length)])] : [];
        return new(key, at, at - random.Next(10), [random.Next(4) == 0 ? Value.Null : Value.Int64(random.Next(5)), Value.Double(random.NextDouble()), .. text], Retracted: false, stamp);
    }

    private static Value[] ToValues(GoldRow row) =>
    [
        .. row.Key, Value.Int64(row.ValidFromMicros), row.EventTimeMicros is { } time ? Value.Int64(time) : Value.Null,
        .. row.Values, Value.Bool(row.Retracted), Value.Int64(row.KnownAtMicros),
    ];
}
