namespace Lakehouse.Delta.Operations;

/// <summary>How an operation ended.</summary>
/// <param name="Commit"><see cref="Committed"/>, <see cref="Unchanged"/> if nothing was to do, <see cref="AlreadyCommitted"/>, <see cref="Conflicted"/> after all attempts.</param>
/// <param name="Metrics">What it did; all zero unless committed.</param>
/// <param name="Attempts">How often it was planned.</param>
public sealed record OperationResult(CommitResult Commit, OperationMetrics Metrics, int Attempts);

/// <summary>What an operation did. A row that was rewritten as it stood is copied: neither inserted nor deleted.</summary>
public sealed record OperationMetrics
{
    /// <summary>Rows that came.</summary>
    public long RowsInserted { get; init; }

    /// <summary>Rows that changed.</summary>
    public long RowsUpdated { get; init; }

    /// <summary>Rows that went.</summary>
    public long RowsDeleted { get; init; }

    /// <summary>Rows rewritten as they stood.</summary>
    public long RowsCopied { get; init; }

    /// <summary>Data files added.</summary>
    public int FilesAdded { get; init; }

    /// <summary>Data files removed.</summary>
    public int FilesRemoved { get; init; }

    /// <summary>Bytes of the files added.</summary>
    public long BytesAdded { get; init; }

    /// <summary>Bytes of the files removed.</summary>
    public long BytesRemoved { get; init; }
}
