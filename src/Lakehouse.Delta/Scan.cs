using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Delta;

/// <summary>Which rows and columns of a snapshot to read; immutable, each call gives a narrower scan.</summary>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="Files">The files still to be read, after pruning.</param>
/// <param name="Predicates">Conditions that rows must meet, all of them.</param>
/// <param name="Columns">The columns, or null for all.</param>
public sealed record Scan(Snapshot Snapshot, IReadOnlyList<DataFile> Files, IReadOnlyList<ScanPredicate> Predicates, IReadOnlyList<string>? Columns)
{
    /// <summary>Only rows that meet the condition; files that provably hold none are pruned by partition values and statistics.</summary>
    public Scan Where(ScanPredicate predicate) => throw new NotImplementedException();

    /// <summary>Only these columns, in this order.</summary>
    /// <exception cref="DeltaException">The schema lacks a column.</exception>
    public Scan Select(params IReadOnlyList<string> columns) => throw new NotImplementedException();

    /// <summary>
    /// A parenthesised SELECT for DuckDB with exactly the scan's rows and columns, cast to the snapshot's types (timestamp as TIMESTAMPTZ); valid on <paramref name="session"/> while it lives.
    /// </summary>
    /// <param name="session">The session that will run it; tables it needs are created there.</param>
    /// <param name="extraColumns">Per file, literal columns to add after the scan's own: a name and a function from file to SQL literal, for example the version that added it.</param>
    public string ToSql(DuckDbSession session, params IReadOnlyList<(string Name, Func<DataFile, string> Literal)> extraColumns) => throw new NotImplementedException();

    /// <summary>The rows, in files' order, as DuckDB.NET values (timestamp: DateTime UTC ticks; nested types as its collections).</summary>
    public IAsyncEnumerable<object?[]> ReadRowsAsync(CancellationToken ct = default) => throw new NotImplementedException();
}

/// <summary>A condition over columns and literals.</summary>
public abstract record ScanPredicate;

/// <summary>column op literal; op is one of = != &lt; &lt;= &gt; &gt;=.</summary>
/// <param name="Column">Column name.</param>
/// <param name="Operator">The comparison.</param>
/// <param name="Literal">bool, long, double, decimal, string, DateOnly, DateTime (UTC) or byte[]; never null.</param>
public sealed record ComparePredicate(string Column, string Operator, object Literal) : ScanPredicate;

/// <summary>column IN (literals).</summary>
/// <param name="Column">Column name.</param>
/// <param name="Literals">Literals as in <see cref="ComparePredicate"/>.</param>
public sealed record InPredicate(string Column, IReadOnlyList<object> Literals) : ScanPredicate;

/// <summary>column IS NULL.</summary>
/// <param name="Column">Column name.</param>
public sealed record IsNullPredicate(string Column) : ScanPredicate;

/// <summary>Both.</summary>
/// <param name="Left">One.</param>
/// <param name="Right">The other.</param>
public sealed record AndPredicate(ScanPredicate Left, ScanPredicate Right) : ScanPredicate;

/// <summary>Either.</summary>
/// <param name="Left">One.</param>
/// <param name="Right">The other.</param>
public sealed record OrPredicate(ScanPredicate Left, ScanPredicate Right) : ScanPredicate;

/// <summary>Not (three-valued: NULL stays NULL and does not pass).</summary>
/// <param name="Inner">The negated condition.</param>
public sealed record NotPredicate(ScanPredicate Inner) : ScanPredicate;
