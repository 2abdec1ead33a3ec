namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Where files of one partition go.</summary>
/// <param name="Directory">Directory below the root with a trailing slash, or empty.</param>
/// <param name="Values">Partition values by stored name.</param>
internal sealed record PartitionTarget(string Directory, IReadOnlyDictionary<string, string?> Values)
{
    /// <summary>Of a table without partitions.</summary>
    public static PartitionTarget Root { get; } = new("", new Dictionary<string, string?>());
}
