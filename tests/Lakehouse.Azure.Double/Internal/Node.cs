namespace Lakehouse.Azure.Double.Internal;

/// <summary>A file or directory.</summary>
/// <param name="Data">What readers see.</param>
/// <param name="IsDirectory">Whether it is a directory.</param>
/// <param name="ETag">Quoted; changes with every change.</param>
/// <param name="Modified">By the store's clock.</param>
/// <param name="Metadata">The writer's names and values.</param>
internal sealed record Node(byte[] Data, bool IsDirectory, string ETag, DateTimeOffset Modified, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Bytes appended through DFS and not flushed: nobody sees them.</summary>
    public MemoryStream Appended { get; } = new();
}
