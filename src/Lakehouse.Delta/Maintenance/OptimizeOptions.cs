using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Delta.Maintenance;

/// <summary>What <see cref="TableMaintenance.OptimizeAsync"/> rewrites, and how.</summary>
public sealed record OptimizeOptions
{
    /// <summary>The size to which files are filled, in bytes; files of less than half of it count as small.</summary>
    /// <value>The default is 128 MiB.</value>
    public long TargetBytes { get; init; } = 128L << 20;

    /// <summary>Columns by which rows are sorted, over the files that are rewritten together.</summary>
    /// <value>The default is none: rows keep their order.</value>
    public IReadOnlyList<string> SortBy { get; init; } = [];

    /// <summary>Rewrites files that were not sorted by <see cref="SortBy"/> before, whatever their size; else only files that are rewritten anyway get sorted.</summary>
    /// <value>The default is true.</value>
    public bool SortAll { get; init; } = true;

    /// <summary>Only files of partitions that may meet this condition; it may name partition columns only.</summary>
    public ScanPredicate? Where { get; init; }

    /// <summary>Never puts rows of two versions into one file, so that <see cref="DataFile.AddedInVersion"/> goes on telling when rows came.</summary>
    public bool KeepVersions { get; init; }

    /// <summary>Beside <see cref="KeepVersions"/>: tag of files whose rows say themselves in which order they came. Those of neighbouring versions may share a file, under the greatest.</summary>
    public string? OrderedTag { get; init; }

    /// <summary>The newest version whose files may be joined by <see cref="OrderedTag"/>.</summary>
    /// <value>The default is none.</value>
    public long OrderedUpTo { get; init; } = -1;

    /// <summary>Only says what would be rewritten first.</summary>
    public bool DryRun { get; init; }

    /// <summary>Memory and threads of the rewrite.</summary>
    public DuckDbOptions Engine { get; init; } = new();
}
