namespace Lakehouse.Catalog.Security;

/// <summary>How the audit trail is written (<c>serving.security.audit</c>).</summary>
public sealed record AuditSettings
{
    /// <summary>Whether it is kept while security is on (<c>enabled</c>).</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; init; } = true;

    /// <summary>The longest time that a row waits in memory, which a killed process loses (<c>flush_after</c>).</summary>
    /// <value>The default is one second.</value>
    public TimeSpan FlushAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The number of waiting rows that are written without waiting longer (<c>flush_rows</c>).</summary>
    /// <value>The default is 10,000.</value>
    public int FlushRows { get; init; } = 10_000;

    /// <summary>The most rows that memory holds while the table cannot be written (<c>buffer_rows</c>).</summary>
    /// <value>The default is 100,000, which are about 20 MB.</value>
    public int BufferRows { get; init; } = 100_000;

    /// <summary>What happens when that many wait: calls are refused, or rows are dropped and counted (<c>when_full: refuse</c> or <c>drop</c>).</summary>
    /// <value>The default is true: calls are refused.</value>
    public bool RefusesWhenFull { get; init; } = true;
}
