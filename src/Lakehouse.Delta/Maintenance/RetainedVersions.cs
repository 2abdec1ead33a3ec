namespace Lakehouse.Delta.Maintenance;

/// <summary>Versions that must stay readable whatever a table's retention says.</summary>
/// <param name="Pinned">Single versions, each with all its files and what of the log gives it.</param>
/// <param name="Since">
/// The version that some reader of changes has come to: with it, whatever came or went after it stays; null when there is none.
/// </param>
public sealed record RetainedVersions(IReadOnlyCollection<long> Pinned, long? Since)
{
    /// <summary>Nothing beyond the table's own retention.</summary>
    public static RetainedVersions None { get; } = new([], Since: null);

    /// <summary>The earliest of them; null when there is none.</summary>
    internal long? Earliest => Pinned.Count == 0 ? Since : Math.Min(Pinned.Min(), Since ?? long.MaxValue);
}
