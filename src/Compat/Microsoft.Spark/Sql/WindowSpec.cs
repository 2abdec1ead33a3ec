using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql;

/// <summary>Which rows a window function sees, and in what order.</summary>
public sealed class WindowSpec : IJvmObjectReferenceProvider
{
    internal WindowSpec(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Rows that are equal in columns.</summary>
    public WindowSpec PartitionBy(string colName, params string[] colNames) => With("partitionBy", colName, colNames);

    /// <summary>Rows that are equal in columns.</summary>
    public WindowSpec PartitionBy(params Column[] columns) => With("partitionBy", (object)columns);

    /// <summary>The rows' order.</summary>
    public WindowSpec OrderBy(string colName, params string[] colNames) => With("orderBy", colName, colNames);

    /// <summary>The rows' order.</summary>
    public WindowSpec OrderBy(params Column[] columns) => With("orderBy", (object)columns);

    /// <summary>A frame by numbers of rows.</summary>
    public WindowSpec RowsBetween(long start, long end) => With("rowsBetween", start, end);

    /// <summary>A frame by differences of the order's value.</summary>
    public WindowSpec RangeBetween(long start, long end) => With("rangeBetween", start, end);

    private WindowSpec With(string method, params object?[] args) => new(Reference.Call(method, args));
}
