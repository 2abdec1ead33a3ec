namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>Replaces a view's marker; two that try at once are decided by generation and gold version, without a clock.</summary>
/// <remarks>
/// 1. Read the decided state; when the marker there may not be replaced, that is the end.
/// 2. Compare and set against exactly that marker. Taken: it was written, whatever came after. Refused: another writer came first, and the first step decides anew.
/// 3. Where the answer is lost, the decided state tells: ours is there, or named there as the one replaced; or the marker of before still is, and the second step is done again.
///    Where others have replaced each other meanwhile nothing tells, and the caller is told so.
/// </remarks>
internal sealed class MarkerWriter(ViewRegister register, string store, TimeSpan retryTime, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>True when the marker was written, be it for a moment; false when it was not, since one that it may not replace was there.</summary>
    /// <exception cref="OnlineStoreException">The cluster refuses it or does not take it in time, or its answer is lost and the marker has changed since.</exception>
    public async Task<bool> WriteAsync(string view, OnlineMarker marker, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        OnlineMarker? lost = null;
        while (true)
        {
            var state = await register.ReadDecidedAsync(view, ct);
            if (lost is not null && (state.Marker == lost || IsReplaced(lost, state.Marker))) return true;
            if (state.Find(marker.Generation) is null) throw CassandraErrors.NotDeployed(store, view, marker.Generation);
            if (state.Marker is { } other && !Replaces(marker, other)) return lost is null ? false : throw CassandraErrors.OutcomeUnknown(store, $"write the marker of {view}");
            var next = marker with { PreviousCompleteFromMicros = state.Marker?.Generation == marker.Generation ? state.Marker.CompleteFromMicros : null };
            // One that was to replace another marker than the one that is there now can no longer come through.
            if (next != lost) lost = null;
            try
            {
                if (await register.ReplaceMarkerAsync(view, state.Marker, next, ct)) return true;
            }
            catch (OnlineStoreException e) when (e.IsTransient && time.GetElapsedTime(began) < retryTime)
            {
                lost = next;
                await Task.Delay(Pause, time, ct);
            }
        }
    }

    private static bool Replaces(OnlineMarker marker, OnlineMarker old) =>
        marker.Generation == old.Generation ? marker.GoldVersion > old.GoldVersion : marker.Generation > old.Generation && marker.GoldVersion >= old.GoldVersion;

    /// <summary>True when a marker names ours as the one that it replaced, and cannot mean the one that ours was to replace.</summary>
    private static bool IsReplaced(OnlineMarker ours, OnlineMarker? now) =>
        now?.Generation == ours.Generation && now.PreviousCompleteFromMicros == ours.CompleteFromMicros && ours.PreviousCompleteFromMicros != ours.CompleteFromMicros;
}
