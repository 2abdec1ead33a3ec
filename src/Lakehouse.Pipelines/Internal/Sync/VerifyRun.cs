using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Pipelines.Internal.Sync;

/// <summary>One comparison of a store with gold.</summary>
/// <remarks>
/// 1. Suspects are found fast: of all keys by two streams into one <see cref="KeyTally"/>, of a sample by reading the sampled keys' rows.
/// 2. Each suspect is then looked at exactly, gold and store read under one marker: syncs that go on meanwhile are no fault.
/// 3. A repair puts rows right where they still stand as they were seen, and what was put right is looked at again.
/// </remarks>
internal sealed class VerifyRun(JobContext context, OnlineTarget target, EntityViewDefinition view, VerifyOptions options)
{
    private const int KeysAtOnce = 500;
    private const int MostSuspects = 200_000;
    private const int MostFindings = 10;
    private const int Attempts = 20;

    private readonly IOnlineStore store = target.Store;
    private readonly DeltaTable table = context.Lake.Gold(view.Id);
    private readonly KeyCodec codec = new(view);
    private VerifyResult result = new(view.Id, target.Name, -1);
    private long keysRead;

    public async Task<VerifyResult> RunAsync(OnlineMarker marker, CancellationToken ct)
    {
        result = result with { GoldVersion = marker.GoldVersion, IsRepair = options.Repair };
        var suspects = new HashSet<byte[]>(KeyBytes.Instance);
        if (options.Sample is { } share) await SampleAsync(marker, KeySlice.Sample(share, options.Seed), suspects, ct);
        else await ScanAsync(marker, suspects, ct);

        foreach (var keys in suspects.Chunk(KeysAtOnce)) await CheckAsync([.. keys.Select(k => codec.Decode(k))], ct);
        return result;
    }

    private async Task SampleAsync(OnlineMarker marker, KeySlice slice, HashSet<byte[]> suspects, CancellationToken ct)
    {
        var wanted = new List<List<OnlineRow>>();
        await foreach (var row in GoldAsync(marker, p => p with { Slice = slice }, ct))
        {
            result = result with { Rows = result.Rows + 1 };
            if (wanted.Count > 0 && wanted[^1][0].Key.AsSpan().SequenceEqual(row.Key))
            {
                wanted[^1].Add(row);
                continue;
            }

            if (wanted.Count == KeysAtOnce) await CompareAsync();
            wanted.Add([row]);
            Report(++keysRead);
        }

        await CompareAsync();
        result = result with { Keys = keysRead };

        async Task CompareAsync()
        {
            var online = await store.ReadRowsAsync(view, marker.Generation, [.. wanted.Select(w => w[0].Key)], ct);
            for (var i = 0; i < wanted.Count; i++)
            {
                if (RowCheck.Of(wanted[i], online[i], marker, marker.KnownAtMicros) is not { Count: 0 }) Suspect(suspects, codec.Encode(wanted[i][0].Key));
            }

            wanted.Clear();
        }
    }

    private async Task ScanAsync(OnlineMarker marker, HashSet<byte[]> suspects, CancellationToken ct)
    {
        var tally = new KeyTally(view);
        Value[]? last = null;
        await foreach (var row in GoldAsync(marker, p => p, ct))
        {
            tally.Add(row);
            if (last is null || !last.AsSpan().SequenceEqual(row.Key)) keysRead++;
            last = row.Key;
            result = result with { Rows = result.Rows + 1 };
            Report(result.Rows);
        }

        result = result with { Keys = keysRead };
        await foreach (var row in VisibleAsync(marker, ct)) tally.Subtract(row);
        if (tally.IsBalanced) return;
        await foreach (var row in GoldAsync(marker, p => p, ct)) Note(row);
        await foreach (var row in VisibleAsync(marker, ct)) Note(row);

        void Note(OnlineRow row)
        {
            if (tally.Suspect(row) is { } key) Suspect(suspects, key);
        }
    }

    private void Suspect(HashSet<byte[]> suspects, byte[] key)
    {
        if (suspects.Count < MostSuspects) suspects.Add(key);
        else if (!suspects.Contains(key)) result = result with { IsPartial = true };
    }

    private async Task CheckAsync(IReadOnlyList<Value[]> keys, CancellationToken ct)
    {
        var repairs = await CompareAsync(keys, count: true, ct);
        var findings = repairs.Select(RowCheck.ToFinding).ToList();
        result = result with
        {
            Missing = result.Missing + findings.Count(f => f.Fault == RowFault.Missing),
            Stale = result.Stale + findings.Count(f => f.Fault == RowFault.Stale),
            Extra = result.Extra + findings.Count(f => f.Fault == RowFault.Extra),
            First = [.. result.First.Concat(findings).Take(MostFindings)],
        };
        if (!options.Repair || repairs.Count == 0) return;
        var generation = (await store.GetMarkerAsync(view.Id, ct))!.Generation;
        await store.RepairAsync(view, generation, repairs, ct);
        var left = await CompareAsync([.. repairs.Select(r => (r.Wanted ?? r.Seen!).Key).DistinctBy(k => codec.Encode(k), KeyBytes.Instance)], count: false, ct);
        result = result with { Repaired = result.Repaired + Math.Max(0, repairs.Count - left.Count) };
    }

    /// <summary>What is to be put right at keys, gold and store read under one marker.</summary>
    private async Task<IReadOnlyList<OnlineRepair>> CompareAsync(IReadOnlyList<Value[]> keys, bool count, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var marker = (await store.GetMarkerAsync(view.Id, ct))!;
            var wanted = new Dictionary<byte[], List<OnlineRow>>(KeyBytes.Instance);
            await foreach (var row in GoldAsync(marker, p => p with { Keys = keys }, ct))
            {
                var key = codec.Encode(row.Key);
                if (!wanted.TryGetValue(key, out var rows)) wanted[key] = rows = [];
                rows.Add(row);
            }

            var online = await store.ReadRowsAsync(view, marker.Generation, keys, ct);
            var newest = (await CommitProgress.ReadAsync(await table.GetSnapshotAsync(version: null, ct), ct))?.KnownAtMicros ?? marker.KnownAtMicros;
            if (await store.GetMarkerAsync(view.Id, ct) != marker) continue;
            var all = keys.Select((k, i) => RowCheck.Of(wanted.GetValueOrDefault(codec.Encode(k)) ?? [], online[i], marker, newest)).ToList();
            if (count) result = result with { KeysAhead = result.KeysAhead + all.Count(r => r is null) };
            return [.. all.SelectMany(r => r ?? [])];
        }

        throw new JobException(1, $"{view.Id} in {target} cannot be compared: syncs end faster than {KeysAtOnce} keys are read. Try again when fewer run.");
    }

    private async IAsyncEnumerable<OnlineRow> GoldAsync(
        OnlineMarker marker, Func<SyncPlan, SyncPlan> narrow, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        Snapshot gold;
        try
        {
            gold = await table.GetSnapshotAsync(marker.GoldVersion, ct);
        }
        catch (DeltaException e) when (e.Code == DeltaErrorCode.VersionNotFound)
        {
            throw new JobException(1, $"{view.Id} in {target} cannot be compared: it has gold version {marker.GoldVersion}, which cannot be read any more. Sync it and verify again.", e);
        }

        var plan = narrow(new SyncPlan(view, gold, -1, marker.CompleteFromMicros, PreviousInForceAtMicros: null));
        await foreach (var row in context.Engine.ReadForSyncAsync(plan, ct).WithCancellation(ct)) yield return OnlineBatch.ToOnline(row);
    }

    /// <summary>The rows of the store that lookups can find.</summary>
    private async IAsyncEnumerable<OnlineRow> VisibleAsync(OnlineMarker marker, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        OnlineRow? last = null;
        await foreach (var row in store.ScanAsync(view, marker.Generation, ct).WithCancellation(ct))
        {
            var isSuperseded = last is not null && last.ValidFromMicros <= marker.CompleteFromMicros && last.Key.AsSpan().SequenceEqual(row.Key);
            last = row;
            if (!isSuperseded) yield return row;
        }
    }

    private void Report(long rows)
    {
        if (rows % KeysAtOnce == 0) context.Progress?.Report(new($"verify {view.Id} in {target.Name}", rows, TotalRows: null));
    }
}
