namespace Lakehouse.Delta.DuckDb;

/// <summary>Settings of a DuckDB session.</summary>
public sealed record DuckDbOptions
{
    /// <summary>Worker threads.</summary>
    /// <value>The default is the number of processors.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Memory limit, for example <c>1GB</c>; beyond it DuckDB spills to <see cref="TempDirectory"/>.</summary>
    /// <value>The default is 1GB.</value>
    public string MemoryLimit { get; init; } = "1GB";

    /// <summary>Where spilled data goes; null for a directory of the session's own under the system's.</summary>
    public string? TempDirectory { get; init; }

    /// <summary>Where sessions with these options take their database from, and leave it for the next; null opens one for each.</summary>
    public DuckDbDatabases? Databases { get; init; }
}
