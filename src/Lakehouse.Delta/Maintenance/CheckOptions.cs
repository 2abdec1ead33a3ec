using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Delta.Maintenance;

/// <summary>How much of a table <see cref="TableMaintenance.CheckAsync"/> looks at.</summary>
public sealed record CheckOptions
{
    /// <summary>How deep data files are looked at.</summary>
    /// <value>The default is their footers.</value>
    public CheckDepth Depth { get; init; } = CheckDepth.Footers;

    /// <summary>Looks at the files of every version that the log still gives, not of the newest alone; a file that only older versions need is missed with a warning.</summary>
    public bool AllVersions { get; init; }

    /// <summary>Older versions that must be whole too.</summary>
    public RetainedVersions Retained { get; init; } = RetainedVersions.None;

    /// <summary>Memory and threads for reading data files.</summary>
    public DuckDbOptions Engine { get; init; } = new();
}

/// <summary>How deep data files are looked at.</summary>
public enum CheckDepth
{
    /// <summary>They are there, of the recorded size.</summary>
    Listing,

    /// <summary>Besides, their footers hold the recorded number of rows, and deletion vectors can be read.</summary>
    Footers,

    /// <summary>Besides, every value is read, and held against the statistics where there are some.</summary>
    Rows,
}
