using Microsoft.Spark.Internal;

namespace Microsoft.Spark.Sql.Expressions;

/// <summary>Starts to describe a window of rows.</summary>
public static class Window
{
    private const string ClassName = "org.apache.spark.sql.expressions.Window";

    /// <summary>The partition's first row.</summary>
    public static long UnboundedPreceding => long.MinValue;

    /// <summary>The partition's last row.</summary>
    public static long UnboundedFollowing => long.MaxValue;

    /// <summary>The row itself.</summary>
    public static long CurrentRow => 0;

    /// <summary>Rows that are equal in columns.</summary>
    public static WindowSpec PartitionBy(string colName, params string[] colNames) => Call("partitionBy", colName, colNames);

    /// <summary>Rows that are equal in columns.</summary>
    public static WindowSpec PartitionBy(params Column[] columns) => Call("partitionBy", (object)columns);

    /// <summary>All rows in an order.</summary>
    public static WindowSpec OrderBy(string colName, params string[] colNames) => Call("orderBy", colName, colNames);

    /// <summary>All rows in an order.</summary>
    public static WindowSpec OrderBy(params Column[] columns) => Call("orderBy", (object)columns);

    /// <summary>A frame by numbers of rows.</summary>
    public static WindowSpec RowsBetween(long start, long end) => Call("rowsBetween", start, end);

    /// <summary>A frame by differences of the order's value.</summary>
    public static WindowSpec RangeBetween(long start, long end) => Call("rangeBetween", start, end);

    private static WindowSpec Call(string method, params object?[] args) => new(Jvm.Bridge.Static(ClassName, method, args));
}
