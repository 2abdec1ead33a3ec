namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>Replaces a view's marker; two that try at once are decided by generation and gold version, without a clock.</summary>
/// <remarks>
/// 1. Read the decided state; give up when the marker there may not be replaced.
/// 2. Compare and set against exactly that marker.
/// 3. Read the decided state again: it holds the new marker, or another writer came first and the first step decides anew. So a lost answer needs no case of its own.
/// </remarks>
internal sealed class MarkerWriter(ViewRegister register, string store)
{
    private const int MostRounds = 100;

    public async Task<bool> WriteAsync(string view, OnlineMarker marker, CancellationToken ct)
    {
        var state = await register.ReadDecidedAsync(view, ct);
        for (var round = 0; round < MostRounds; round++)
        {
            if (state.Find(marker.Generation) is null) throw CassandraErrors.NotDeployed(store, view, marker.Generation);
            var old = state.Marker;
            if (old is not null && !Replaces(marker, old)) return false;
            var next = marker with { PreviousCompleteFromMicros = old?.Generation == marker.Generation ? old.CompleteFromMicros : null };
            await register.ReplaceMarkerAsync(view, old, next, ct);
            state = await register.ReadDecidedAsync(view, ct);
            if (state.Marker == next) return true;
        }

        throw CassandraErrors.OutcomeUnknown(store, $"write the marker of {view}");
    }

    private static bool Replaces(OnlineMarker marker, OnlineMarker old) =>
        marker.Generation == old.Generation ? marker.GoldVersion > old.GoldVersion : marker.Generation > old.Generation && marker.GoldVersion >= old.GoldVersion;
}
