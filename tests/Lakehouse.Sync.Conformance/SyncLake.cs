using System.Collections.Immutable;
using Lakehouse.Catalog;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;
using Lakehouse.Pipelines;

namespace Lakehouse.Sync.Conformance;

/// <summary>A lake with one registered view, whose gold is written commit by commit, and the lookup rule by brute force.</summary>
/// <remarks>Instants lie between 0 and 60 µs, so that late rows, ties and several rows per key and instant are common.</remarks>
public sealed class SyncLake : IDisposable
{
    /// <summary>The last instant that gold holds.</summary>
    public const int LastInstant = 60;

    private const long FirstStamp = 1_000_000;
    private readonly string root = Directory.CreateTempSubdirectory("lakehouse-sync-").FullName;
    private readonly List<(long Version, OnlineRow Row)> rows = [];
    private int commits;

    private SyncLake()
    {
    }

    /// <summary>The keys that rows have.</summary>
    public static IReadOnlyList<Value[]> Keys { get; } = [.. new[] { "ATL", "ORD", "é", "", "LAX", "JFK", "SEA", "12" }.Select(k => new[] { Value.String(k) })];

    /// <summary>The lake.</summary>
    public JobContext Context { get; private set; } = null!;

    /// <summary>The view.</summary>
    public EntityViewDefinition View { get; private set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>An empty lake.</summary>
    public static async Task<SyncLake> CreateAsync()
    {
        var test = new SyncLake();
        var lake = await Lake.OpenAsync(test.root, create: true, TimeProvider.System, Ct);
        test.Context = new JobContext(lake, new FeatureCatalog(lake), new DuckDbEngine(new DuckDbOptions { Threads = 2, MemoryLimit = "256MB" }, TimeProvider.System));
        await test.Context.Catalog.ApplyAsync(new DelaysProject().Build(), Ct);
        test.View = (EntityViewDefinition)(await test.Context.Catalog.GetViewAsync(DelaysProject.View, Ct)).Definition;
        return test;
    }

    /// <summary>Appends a commit of random rows up to the frontier; returns its version.</summary>
    public Task<long> CommitAsync(Random random, long clock, long frontier, int count)
    {
        var stamp = FirstStamp + (commits * 10);
        var chosen = Enumerable.Range(0, count).Select(_ => (Key: random.Next(Keys.Count), At: random.NextInt64(frontier + 1))).Distinct().ToList();
        return CommitAsync(clock, frontier, stamp, [.. chosen.Select(c => Row(random, Keys[c.Key], c.At, stamp))]);
    }

    /// <summary>Appends many keys with one row each, in one commit; returns its version.</summary>
    public Task<long> CommitManyAsync(int keys, long clock) => CommitAsync(
        clock, LastInstant, FirstStamp + (commits * 10),
        [.. Enumerable.Range(0, keys).Select(i => new OnlineRow([Value.String($"K{i}")], 1, 1, [Value.Int64(i)], Retracted: false, FirstStamp + (commits * 10)))]);

    /// <summary>lookup(key, t, K) on a version.</summary>
    public OnlineRow? Lookup(Value[] key, long at, long knownAt, long version) =>
        rows.Where(r => r.Version <= version && r.Row.Key.SequenceEqual(key) && r.Row.ValidFromMicros <= at && r.Row.KnownAtMicros <= knownAt)
            .Select(r => r.Row).MaxBy(r => (r.ValidFromMicros, r.KnownAtMicros));

    /// <summary>Checks that a store answers as gold, at every key and instant that its marker says it has.</summary>
    public async Task CheckAsync(IOnlineReader store)
    {
        for (var at = 0L; at <= LastInstant; at++)
        {
            var read = await store.ReadAsync(View, Keys, at, Ct);
            if (read.Marker is not { } marker || at < marker.CompleteFromMicros || at > marker.CompleteUntilMicros) continue;
            for (var i = 0; i < Keys.Count; i++)
            {
                var answer = read.Rows[i];
                var expected = Lookup(Keys[i], at, Math.Max(marker.KnownAtMicros, answer?.KnownAtMicros ?? 0), long.MaxValue);
                AreSame(answer, expected).Should().BeTrue($"the store answers as gold for key {i} at {at} under gold version {marker.GoldVersion}: {answer} is not {expected}");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(root, recursive: true);

    private static bool AreSame(OnlineRow? a, OnlineRow? b) => a is null || b is null
        ? a is null && b is null
        : (a.ValidFromMicros, a.KnownAtMicros, a.EventTimeMicros, a.Retracted) == (b.ValidFromMicros, b.KnownAtMicros, b.EventTimeMicros, b.Retracted) && a.Values.SequenceEqual(b.Values);

    private static OnlineRow Row(Random random, Value[] key, long at, long stamp) => random.Next(5) == 0
        ? new(key, at, EventTimeMicros: null, [Value.Null], Retracted: true, stamp)
        : new(key, at, at, [random.Next(4) == 0 ? Value.Null : Value.Int64(random.Next(5))], Retracted: false, stamp);

    private async Task<long> CommitAsync(long clock, long frontier, long stamp, IReadOnlyList<OnlineRow> written)
    {
        var table = Context.Lake.Gold(DelaysProject.View);
        var exists = await table.ExistsAsync(Ct);
        var (text, instant) = (new PrimitiveType("string"), new PrimitiveType("timestamp"));
        var transaction = exists
            ? table.Begin(await table.GetSnapshotAsync(ct: Ct), "WRITE")
            : table.Create(new TableSchema([new("airport", text), new("valid_from", instant), new("event_time", instant), new("delay", new PrimitiveType("long")), new("retracted", new PrimitiveType("boolean")), new("known_at", instant)]));
        transaction.UserMetadata = new CommitProgress(ImmutableSortedDictionary<string, long>.Empty, clock, frontier, stamp, "sha256:1") { GreatestClockMicros = clock }.ToJson();
        using var session = new DuckDbSession();
        await transaction.WriteQueryAsync(session, written.Count == 0 ? $"{Select("('', 0, 0, 0, false, 0)")} WHERE false" : Select(string.Join(", ", written.Select(Sql))), ct: Ct);
        var version = ((Committed)await transaction.CommitAsync(Ct)).Version;
        rows.AddRange(written.Select(r => (version, r)));
        commits++;
        return version;
    }

    private static string Select(string values) =>
        "SELECT a AS airport, make_timestamptz(CAST(v AS BIGINT)) AS valid_from, make_timestamptz(CAST(e AS BIGINT)) AS event_time, CAST(d AS BIGINT) AS delay, r AS retracted, "
        + $"make_timestamptz(CAST(k AS BIGINT)) AS known_at FROM (VALUES {values}) AS t(a, v, e, d, r, k)";

    private static string Sql(OnlineRow row) => FormattableString.Invariant(
        $"({DuckDbSession.Literal(row.Key[0].AsString)}, {row.ValidFromMicros}, {row.EventTimeMicros?.ToString() ?? "NULL"}, {(row.Values[0].IsNull ? "NULL" : row.Values[0].AsInt64.ToString())}, {(row.Retracted ? "true" : "false")}, {row.KnownAtMicros})");
}
