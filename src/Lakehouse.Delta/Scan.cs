using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Scanning;

namespace Lakehouse.Delta;

/// <summary>Which rows and columns of a snapshot to read; immutable, each call gives a narrower scan.</summary>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="Files">The files still to be read, after pruning.</param>
/// <param name="Predicates">Conditions that rows must meet, all of them.</param>
/// <param name="Columns">The columns, or null for all.</param>
public sealed record Scan(Snapshot Snapshot, IReadOnlyList<DataFile> Files, IReadOnlyList<ScanPredicate> Predicates, IReadOnlyList<string>? Columns)
{
    /// <summary>Only rows that meet the condition; files that provably hold none are pruned by partition values and statistics.</summary>
    /// <exception cref="DeltaException">The schema lacks a column.</exception>
    public Scan Where(ScanPredicate predicate)
    {
        var pruner = new FilePruner(Snapshot);
        _ = PredicateSql.Render(predicate, Snapshot);
        return this with { Files = [.. Files.Where(f => pruner.MayMatch(f, predicate))], Predicates = [.. Predicates, predicate] };
    }

    /// <summary>Only these columns, in this order.</summary>
    /// <exception cref="DeltaException">The schema lacks a column.</exception>
    public Scan Select(params IReadOnlyList<string> columns) => this with { Columns = [.. columns.Select(c => PredicateSql.Column(c, Snapshot).Name)] };

    /// <summary>
    /// A parenthesised SELECT for DuckDB with exactly the scan's rows and columns, cast to the snapshot's types (timestamp as TIMESTAMPTZ); valid on
    /// <paramref name="session"/> while it lives. Files of a remote store are fetched into the local cache first and stay there as long.
    /// </summary>
    /// <param name="session">The session that will run it; tables it needs are created there.</param>
    /// <param name="ct">Cancels the fetch.</param>
    /// <exception cref="DeltaException">A data file is missing, or storage refused.</exception>
    public Task<string> ToSqlAsync(DuckDbSession session, CancellationToken ct = default) => ToSqlAsync(session, [], ct);

    /// <summary>The same with further columns, which have one value a file.</summary>
    /// <param name="session">The session that will run it; tables it needs are created there.</param>
    /// <param name="extraColumns">Columns after the scan's own: a name and a function from file to SQL literal, as of the version that added it.</param>
    /// <param name="ct">Cancels the fetch.</param>
    /// <exception cref="DeltaException">A data file is missing, or storage refused.</exception>
    public Task<string> ToSqlAsync(DuckDbSession session, IReadOnlyList<(string Name, Func<DataFile, string> Literal)> extraColumns, CancellationToken ct = default) =>
        new ScanSql(this, session, extraColumns).BuildAsync(ct);

    /// <summary>
    /// The rows, in files' order, as .NET values: timestamps DateTime of UTC ticks and kind Unspecified, dates DateOnly, binary byte[], lists object?[], maps arrays of
    /// KeyValuePair&lt;object, object?&gt;, structs Dictionary&lt;string, object?&gt;. Dates and times beyond the years 1 to 9999 and decimals of more than 28 digits come as text.
    /// </summary>
    /// <exception cref="DeltaException">A data file is missing or cannot be read.</exception>
    public IAsyncEnumerable<object?[]> ReadRowsAsync(CancellationToken ct = default) => ReadRowsAsync(SharedDatabases.Options, ct);

    /// <summary>The same in a session with these options.</summary>
    /// <param name="options">Threads, memory and database.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DeltaException">A data file is missing or cannot be read.</exception>
    public IAsyncEnumerable<object?[]> ReadRowsAsync(DuckDbOptions options, CancellationToken ct = default) => RowReader.ReadAsync(this, options, ct);
}
