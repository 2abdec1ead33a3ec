using Microsoft.Spark.Internal;

namespace Microsoft.Spark.Sql;

/// <summary>Functions of columns.</summary>
public static partial class Functions
{
    /// <summary>A column by its name.</summary>
    public static Column Col(string columnName) => Call("col", columnName);

    /// <summary>A column by its name.</summary>
    public static Column Column(string columnName) => Col(columnName);

    /// <summary>A value as a column.</summary>
    public static Column Lit(object? literal) => literal as Column ?? Call("lit", literal);

    /// <summary>A SQL expression.</summary>
    public static Column Expr(string expr) => Call("expr", expr);

    /// <summary>A value where a condition holds; more cases follow by <see cref="Column.When"/>.</summary>
    public static Column When(Column condition, object value) => Call("when", condition, value);

    /// <summary>The first value that is not NULL.</summary>
    public static Column Coalesce(params Column[] columns) => Call("coalesce", (object)columns);

    /// <summary>Descending order of a column.</summary>
    public static Column Desc(string columnName) => Call("desc", columnName);

    /// <summary>Ascending order of a column.</summary>
    public static Column Asc(string columnName) => Call("asc", columnName);

    /// <summary>A function by its name.</summary>
    public static Column CallUDF(string udfName, params Column[] columns) => Call("call_udf", udfName, columns);

    /// <summary>Marks a query as small enough to be sent to every node.</summary>
    public static DataFrame Broadcast(DataFrame df) => new(Jvm.Bridge.Static(ClassName, "broadcast", df));

    private const string ClassName = "org.apache.spark.sql.functions";

    private static Column Call(string name, params object?[] args) => new(Jvm.Bridge.Static(ClassName, name, args));
}
