using System.Text.Json;
using Lakehouse.Online;

namespace Lakehouse.Pipelines.Internal.Sync;

/// <summary>What the workers of one sync have agreed on.</summary>
/// <param name="Id">Tells it from every other.</param>
/// <param name="Generation">Where its rows go.</param>
/// <param name="GoldVersion">The gold version to sync.</param>
/// <param name="SyncedVersion">The gold version that the generation had; −1 for none.</param>
/// <param name="PreviousFromMicros">complete_from of the marker then; null for none.</param>
/// <param name="Shards">How many workers share it.</param>
/// <param name="IsRebuild">True where the generation is a fresh one.</param>
internal sealed record SyncRound(string Id, long Generation, long GoldVersion, long SyncedVersion, long? PreviousFromMicros, int Shards, bool IsRebuild)
{
    /// <summary>From what the store has to a gold version.</summary>
    public static SyncRound Following(OnlineMarker? marker, long goldVersion, int shards) => new(
        NewId(), marker?.Generation ?? 0, goldVersion, marker?.GoldVersion ?? -1, marker?.CompleteFromMicros, shards, IsRebuild: false);

    /// <summary>Everything of a gold version into a fresh generation.</summary>
    public static SyncRound Fresh(long generation, long goldVersion, int shards) => new(NewId(), generation, goldVersion, -1, PreviousFromMicros: null, shards, IsRebuild: true);

    /// <summary>True while the store's marker does not say that it is over.</summary>
    public bool IsOpen(OnlineMarker? marker) => marker is null || (IsRebuild
        ? Generation > marker.Generation && GoldVersion >= marker.GoldVersion
        : Generation == marker.Generation && GoldVersion > marker.GoldVersion);

    public string ToJson() => JsonSerializer.Serialize(this);

    public static SyncRound? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<SyncRound>(json);

    private static string NewId() => Guid.NewGuid().ToString("N");
}
