namespace Cassandra;

/// <summary>What tables and views have in common.</summary>
public abstract class DataCollectionMetadata
{
    private protected DataCollectionMetadata()
    {
    }

    /// <summary>The directions of clustering columns.</summary>
    public enum SortOrder : sbyte
    {
        /// <summary>Smallest first.</summary>
        Ascending = 1,

        /// <summary>Largest first.</summary>
        Descending = -1,
    }
}
