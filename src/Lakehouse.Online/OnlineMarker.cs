namespace Lakehouse.Online;

/// <summary>For which instants the store's rows of a view are complete.</summary>
/// <param name="CompleteFromMicros">S of the sync.</param>
/// <param name="CompleteUntilMicros">F of the synced gold version.</param>
/// <param name="GoldVersion">The synced gold version.</param>
/// <param name="KnownAtMicros">Greatest known_at of that version.</param>
/// <param name="PreviousCompleteFromMicros">S of the marker of the same generation that this one replaced; null for a generation's first. Filled in by the store.</param>
/// <param name="DefinitionHash">Hash of the view's definition.</param>
public sealed record OnlineMarker(long CompleteFromMicros, long CompleteUntilMicros, long GoldVersion, long KnownAtMicros, long? PreviousCompleteFromMicros, string DefinitionHash)
{
    /// <summary>The generation that readers use.</summary>
    /// <value>The default is 0, the first.</value>
    public long Generation { get; init; }
}
