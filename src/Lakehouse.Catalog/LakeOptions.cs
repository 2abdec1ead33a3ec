using Lakehouse.Delta.Storage;

namespace Lakehouse.Catalog;

/// <summary>How this machine works with a lake; what belongs to the lake itself stands in its <c>lakehouse.yaml</c>.</summary>
public sealed record LakeOptions
{
    /// <summary>How a lake in Azure storage is reached, and where copies of its files are kept.</summary>
    /// <value>What the environment says.</value>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>The local directory of the embedded online store.</summary>
    /// <value>
    /// <c>LAKEHOUSE_ONLINE</c>; else <c>_online</c> in a local lake, and for any other a directory of its own below <c>lakehouse/online</c> in the user's local data.
    /// </value>
    public string? OnlineDirectory { get; init; }
}
