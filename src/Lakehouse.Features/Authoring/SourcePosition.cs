namespace Lakehouse.Features;

/// <summary>Where a raw row stands; only inside a mapping, and not for Delta sources.</summary>
public abstract class SourcePosition
{
    /// <summary>The file, with <c>/</c>, relative to the ingest root.</summary>
    public abstract string File { get; }

    /// <summary>The row's 0-based position in the file.</summary>
    public abstract long Row { get; }
}
