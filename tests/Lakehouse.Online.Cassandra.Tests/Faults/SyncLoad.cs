using System.Collections.Concurrent;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online.Conformance;

namespace Lakehouse.Online.Cassandra.Tests.Faults;

/// <summary>Syncs of one version after another and lookups beside them; every answer is compared with what must be true.</summary>
/// <remarks>
/// Version v writes to each key one row with valid_from = known_at = value = v. So an answer is wrong when it has no row, when value and known_at differ, when it is older than
/// a write that had been confirmed before the lookup began, or when its marker is more than one sync older than it.
/// </remarks>
internal sealed class SyncLoad(IOnlineStore store, EntityViewDefinition view, int keys, int readers)
{
    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan BetweenSyncs = TimeSpan.FromMilliseconds(100);
    private readonly Value[][] all = [.. Enumerable.Range(0, keys).Select(i => new[] { Value.String($"K{i}") })];
    private long confirmed;
    private long synced;

    public Timeline Timeline { get; } = new();

    /// <summary>What no lookup may give.</summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    /// <summary>The last version whose rows are all confirmed.</summary>
    public long Confirmed => Interlocked.Read(ref confirmed);

    /// <summary>A load of a new view, its first version synced.</summary>
    public static async Task<SyncLoad> StartAsync(IOnlineStore store, int keys, int readers, CancellationToken ct)
    {
        var view = SampleViews.Simple();
        await store.DeployAsync(view, 0, ct);
        var load = new SyncLoad(store, view, keys, readers);
        await load.SyncAsync(1, ct);
        return load;
    }

    /// <summary>Syncs and looks up until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var work = Enumerable.Range(0, readers).Select(n => ReadUntilAsync(n, stop)).Append(SyncUntilAsync(stop));
        await Task.WhenAll(work);
    }

    /// <summary>Looks all keys up once.</summary>
    public Task ReadAllAsync(CancellationToken ct) => ReadAsync(all, ct);

    private async Task SyncUntilAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Timeline.NoteAsync("sync", () => SyncAsync(synced + 1, CancellationToken.None));
            await Task.Delay(BetweenSyncs, CancellationToken.None);
        }
    }

    private async Task SyncAsync(long version, CancellationToken ct)
    {
        await store.WriteAsync(view, 0, [.. all.Select(k => new OnlineRow(k, version, version - 1, [Value.Int64(version)], Retracted: false, version))], ct);
        Interlocked.Exchange(ref confirmed, version);
        await store.WriteMarkerAsync(view.Id, new(version, version + 1, version, version, null, "sha256:00"), ct);
        synced = version;
        if (version % 10 == 0) await store.PruneAsync(view, 0, version - 1, ct);
    }

    private async Task ReadUntilAsync(int reader, CancellationToken stop)
    {
        var random = new Random(reader);
        while (!stop.IsCancellationRequested)
        {
            var some = random.GetItems(all, 3);
            await Timeline.NoteAsync("read", () => ReadAsync(some, CancellationToken.None));
            await Task.Delay(BetweenReads, CancellationToken.None);
        }
    }

    private async Task ReadAsync(Value[][] some, CancellationToken ct)
    {
        var least = Confirmed;
        var read = await store.ReadAsync(view, some, long.MaxValue, ct);
        foreach (var row in read.Rows)
        {
            if (row is null) Wrong.Enqueue($"no row under marker {read.Marker?.GoldVersion}, although version {least} was confirmed");
            else if (row.Values[0].AsInt64 != row.KnownAtMicros) Wrong.Enqueue("a row of two writes");
            else if (row.KnownAtMicros < least) Wrong.Enqueue($"version {row.KnownAtMicros}, although {least} was confirmed");
            else if (read.Marker is null || row.KnownAtMicros - read.Marker.GoldVersion is < 0 or > 1) Wrong.Enqueue($"version {row.KnownAtMicros} under marker {read.Marker?.GoldVersion}");
        }
    }
}
