namespace Lakehouse.Pipelines.Ingest;

/// <summary>Options of <see cref="IngestJob"/>.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Files">Files to ingest.</param>
public sealed record IngestOptions(string Source, IReadOnlyList<string> Files)
{
    /// <summary>The ingest root: recorded paths are relative to it.</summary>
    /// <value>The default is the current directory.</value>
    public string Root { get; init; } = ".";

    /// <summary>Takes new content under a recorded path as corrections and deletions.</summary>
    public bool Replace { get; init; }
}
