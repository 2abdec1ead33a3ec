using System.Globalization;
using Lakehouse.Features;
using Lakehouse.Online;

namespace Lakehouse.Pipelines.Internal.Sync;

/// <summary>What the workers of a view's syncs tell each other through notes in the store, which any number of machines may do at once.</summary>
/// <remarks>
/// 1. The note <c>round</c> holds the round that is open. The first worker writes it, the others find it: all push the same gold version, from the same marker on.
/// 2. A worker whose rows are written leaves the round's id in the note of its shard. Who then finds the id in the notes of all shards ends the round.
/// 3. A worker that is killed leaves no id, and is started again. Another number of shards replaces the round; what its workers wrote is harmless, and they end nothing.
/// </remarks>
/// <param name="store">The store.</param>
/// <param name="view">The view.</param>
internal sealed class SyncNotes(IOnlineStore store, VersionedName view)
{
    private const string Round = "round";
    private const string Generations = "generations";

    /// <summary>The open round of this kind, or a new one; null where a rebuild in as many shards has just given this gold version, so that a worker started once too often begins no other.</summary>
    public async Task<SyncRound?> JoinAsync(OnlineMarker? marker, long goldVersion, int shards, bool rebuild, CancellationToken ct)
    {
        while (true)
        {
            var note = await store.GetNoteAsync(view, Round, ct);
            if (SyncRound.Parse(note) is { } known && known.Shards == shards && known.IsRebuild == rebuild)
            {
                if (known.IsOpen(marker)) return known;
                if (rebuild && marker!.Generation == known.Generation && marker.GoldVersion == goldVersion) return null;
            }

            var round = rebuild
                ? SyncRound.Fresh(await NextGenerationAsync(marker, ct), goldVersion, shards)
                : SyncRound.Following(marker, goldVersion, shards);
            if (await store.SetNoteAsync(view, Round, note, round.ToJson(), ct)) return round;
        }
    }

    /// <summary>A generation's number that nobody had.</summary>
    public async Task<long> NextGenerationAsync(OnlineMarker? marker, CancellationToken ct)
    {
        while (true)
        {
            var note = await store.GetNoteAsync(view, Generations, ct);
            var next = Math.Max(note is null ? 0 : long.Parse(note, CultureInfo.InvariantCulture), marker?.Generation ?? 0) + 1;
            if (await store.SetNoteAsync(view, Generations, note, next.ToString(CultureInfo.InvariantCulture), ct)) return next;
        }
    }

    /// <summary>True when a shard's rows are written.</summary>
    public async Task<bool> IsThroughAsync(SyncRound round, int shard, CancellationToken ct) => await store.GetNoteAsync(view, Shard(shard), ct) == round.Id;

    /// <summary>Says that a shard's rows are written.</summary>
    public async Task EndAsync(SyncRound round, int shard, CancellationToken ct)
    {
        while (!await store.SetNoteAsync(view, Shard(shard), await store.GetNoteAsync(view, Shard(shard), ct), round.Id, ct))
        {
            // Another worker with the same shard was quicker, of this round or of another.
        }
    }

    /// <summary>The shards that are still to come; null where another round has taken the place of this one.</summary>
    public async Task<IReadOnlyList<int>?> MissingAsync(SyncRound round, CancellationToken ct)
    {
        var missing = new List<int>();
        for (var shard = 1; shard <= round.Shards; shard++)
        {
            if (!await IsThroughAsync(round, shard, ct)) missing.Add(shard);
        }

        return SyncRound.Parse(await store.GetNoteAsync(view, Round, ct))?.Id == round.Id ? missing : null;
    }

    private static string Shard(int number) => string.Create(CultureInfo.InvariantCulture, $"shard-{number}");
}
