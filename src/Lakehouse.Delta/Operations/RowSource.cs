using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Operations;

namespace Lakehouse.Delta.Operations;

/// <summary>Rows for an operation.</summary>
public abstract class RowSource
{
    private protected RowSource()
    {
    }

    /// <summary>The rows of a query, which runs in the operation's session, again for each attempt. Columns are found by name, ignoring case.</summary>
    /// <param name="sql">A SELECT of DuckDB.</param>
    public static RowSource Query(string sql) => new QuerySource(sql);

    /// <summary>
    /// Given rows: bool, sbyte, short, int, long, float, double, decimal, string, byte[], DateOnly, DateTimeOffset, DateTime (kind Utc: an instant, else without a zone), null; an
    /// <see cref="IReadOnlyDictionary{TKey, TValue}"/> by field name for a struct, any other dictionary for a map, any other enumerable for a list.
    /// </summary>
    /// <remarks>Meant for thousands of rows; millions are written by <see cref="Transaction.OpenWriter"/> or a query.</remarks>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="rows">A value for each column.</param>
    public static RowSource Rows(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<object?>> rows) => new GivenRows(columns, rows);

    /// <summary>The rows as a relation of the session.</summary>
    internal abstract SourceRelation Open(DuckDbSession session, CancellationToken ct);
}
