namespace Cassandra;

/// <summary>Whether keyspaces and tables are read and kept up to date.</summary>
public sealed class MetadataSyncOptions
{
    /// <summary>Whether keyspaces are read at connecting and after schema changes; without them nothing is routed by token.</summary>
    public bool MetadataSyncEnabled { get; private set; } = true;

    /// <summary>Milliseconds that a refresh waits for more schema changes.</summary>
    public long RefreshSchemaDelayIncrement { get; private set; } = 1000;

    /// <summary>Milliseconds after which a refresh waits no longer for more schema changes.</summary>
    public long MaxTotalRefreshSchemaDelay { get; private set; } = 10_000;

    /// <summary>Sets whether keyspaces are read at connecting and after schema changes.</summary>
    public MetadataSyncOptions SetMetadataSyncEnabled(bool enabled)
    {
        MetadataSyncEnabled = enabled;
        return this;
    }

    /// <summary>Sets the milliseconds that a refresh waits for more schema changes.</summary>
    public MetadataSyncOptions SetRefreshSchemaDelayIncrement(long delayInMilliseconds)
    {
        RefreshSchemaDelayIncrement = delayInMilliseconds;
        return this;
    }

    /// <summary>Sets the milliseconds after which a refresh waits no longer for more schema changes.</summary>
    public MetadataSyncOptions SetMaxTotalRefreshSchemaDelay(long delayInMilliseconds)
    {
        MaxTotalRefreshSchemaDelay = delayInMilliseconds;
        return this;
    }
}
