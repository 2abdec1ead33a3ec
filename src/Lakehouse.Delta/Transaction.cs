using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;

namespace Lakehouse.Delta;

/// <summary>One commit in the making; data files are written as it goes, and nothing is visible before <see cref="CommitAsync"/>.</summary>
/// <remarks>Not thread-safe, used once. What is not committed is left to vacuum.</remarks>
public sealed class Transaction
{
    internal Transaction(DeltaTable table) => Table = table;

    /// <summary>The table.</summary>
    public DeltaTable Table { get; }

    /// <summary>The snapshot it was planned on; null when it creates the table.</summary>
    public Snapshot? ReadSnapshot { get; init; }

    /// <summary>The schema of written files.</summary>
    public TableSchema Schema => throw new NotImplementedException();

    /// <summary>Text kept with the commit (commitInfo.userMetadata).</summary>
    public string? UserMetadata { get; set; }

    /// <summary>Operation parameters of the commitInfo; values are plain text.</summary>
    public IDictionary<string, string> OperationParameters { get; } = new Dictionary<string, string>();

    /// <summary>
    /// Requires that the commit gets exactly version ReadSnapshot.Version + 1 (creation: 0); any other commit in between is a conflict. Off: a blind append may land later.
    /// </summary>
    public bool ExactVersion { get; set; }

    /// <summary>Adds a <c>txn</c> action; a winner with the same application id is a conflict.</summary>
    public void SetTransaction(string appId, long version) => throw new NotImplementedException();

    /// <summary>Replaces columns and properties (for example: one more nullable column).</summary>
    /// <exception cref="DeltaException">A change that existing files do not fit.</exception>
    public void SetSchema(TableSchema schema) => throw new NotImplementedException();

    /// <summary>A writer of computed columns; files roll at the target size; closed files are part of the commit.</summary>
    public DataFileWriter OpenWriter(WriterOptions? options = null) => throw new NotImplementedException();

    /// <summary>Writes a query's rows (columns by name, cast to the schema; in the query's order) as part of the commit.</summary>
    /// <returns>The number of rows; a query without rows writes no file.</returns>
    /// <param name="session">The session that runs the query.</param>
    /// <param name="query">A SELECT.</param>
    /// <param name="options">Ordering marks and tags.</param>
    /// <param name="ct">Cancels the write.</param>
    public Task<long> WriteQueryAsync(DuckDbSession session, string query, WriterOptions? options = null, CancellationToken ct = default) => throw new NotImplementedException();

    /// <summary>Removes a live file.</summary>
    public void Remove(DataFile file) => throw new NotImplementedException();

    /// <summary>Removes all live files: the commit's own rows become the whole table.</summary>
    public void RemoveAll() => throw new NotImplementedException();

    /// <summary>Commits atomically; conflicts that change what was read come back as a value.</summary>
    /// <exception cref="DeltaException">Storage refused; nothing is visible.</exception>
    public Task<CommitResult> CommitAsync(CancellationToken ct = default) => throw new NotImplementedException();
}

/// <summary>How a commit ended.</summary>
public abstract record CommitResult;

/// <summary>The commit is the table's version.</summary>
/// <param name="Version">The version.</param>
/// <param name="TimestampMillis">Its in-commit timestamp.</param>
public sealed record Committed(long Version, long TimestampMillis) : CommitResult;

/// <summary>Another writer's commit stands in the way; nothing was committed. Read again and plan again.</summary>
/// <param name="WinningVersion">The version in the way.</param>
/// <param name="Reason">What it changed.</param>
public sealed record Conflicted(long WinningVersion, string Reason) : CommitResult;
