using Microsoft.Spark.Internal;
using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql;

/// <summary>Groups of a query's rows.</summary>
public sealed class RelationalGroupedDataset : IJvmObjectReferenceProvider
{
    internal RelationalGroupedDataset(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Aggregates of each group.</summary>
    public DataFrame Agg(Column expr, params Column[] exprs) => With("agg", expr, exprs);

    /// <summary>The number of rows of each group.</summary>
    public DataFrame Count() => With("count");

    /// <summary>The mean of columns of each group.</summary>
    public DataFrame Mean(params string[] colNames) => With("mean", (object)colNames);

    /// <summary>The mean of columns of each group.</summary>
    public DataFrame Avg(params string[] colNames) => With("avg", (object)colNames);

    /// <summary>The greatest value of columns of each group.</summary>
    public DataFrame Max(params string[] colNames) => With("max", (object)colNames);

    /// <summary>The least value of columns of each group.</summary>
    public DataFrame Min(params string[] colNames) => With("min", (object)colNames);

    /// <summary>The sum of columns of each group.</summary>
    public DataFrame Sum(params string[] colNames) => With("sum", (object)colNames);

    /// <summary>Makes columns of a column's values.</summary>
    public RelationalGroupedDataset Pivot(string pivotColumn) => new(Reference.Call("pivot", pivotColumn));

    /// <summary>Makes columns of these values of a column.</summary>
    public RelationalGroupedDataset Pivot(string pivotColumn, IEnumerable<object> values) => new(Reference.Call("pivot", pivotColumn, Listed(values)));

    /// <summary>Makes columns of an expression's values.</summary>
    public RelationalGroupedDataset Pivot(Column pivotColumn) => new(Reference.Call("pivot", pivotColumn));

    /// <summary>Makes columns of these values of an expression.</summary>
    public RelationalGroupedDataset Pivot(Column pivotColumn, IEnumerable<object> values) => new(Reference.Call("pivot", pivotColumn, Listed(values)));

    private JvmObjectReference Listed(IEnumerable<object> values) => JavaCollections.List((JvmBridge)Reference.Jvm, values);

    private DataFrame With(string method, params object?[] args) => new(Reference.Call(method, args));
}
