namespace Microsoft.Spark.Sql;

/// <content>Aggregates.</content>
public static partial class Functions
{
    /// <summary>The sum.</summary>
    public static Column Sum(Column column) => Call("sum", column);

    /// <summary>The sum.</summary>
    public static Column Sum(string columnName) => Call("sum", columnName);

    /// <summary>The mean.</summary>
    public static Column Avg(Column column) => Call("avg", column);

    /// <summary>The mean.</summary>
    public static Column Avg(string columnName) => Call("avg", columnName);

    /// <summary>The mean.</summary>
    public static Column Mean(Column column) => Call("mean", column);

    /// <summary>The mean.</summary>
    public static Column Mean(string columnName) => Call("mean", columnName);

    /// <summary>The least value.</summary>
    public static Column Min(Column column) => Call("min", column);

    /// <summary>The least value.</summary>
    public static Column Min(string columnName) => Call("min", columnName);

    /// <summary>The greatest value.</summary>
    public static Column Max(Column column) => Call("max", column);

    /// <summary>The greatest value.</summary>
    public static Column Max(string columnName) => Call("max", columnName);

    /// <summary>The number of values that are not NULL.</summary>
    public static Column Count(Column column) => Call("count", column);

    /// <summary>The number of values that are not NULL.</summary>
    public static Column Count(string columnName) => Call("count", columnName);

    /// <summary>The values as an array, in no certain order.</summary>
    public static Column CollectList(Column column) => Call("collect_list", column);

    /// <summary>The values as an array, in no certain order.</summary>
    public static Column CollectList(string columnName) => Call("collect_list", columnName);

    /// <summary>The distinct values as an array, in no certain order.</summary>
    public static Column CollectSet(Column column) => Call("collect_set", column);

    /// <summary>The distinct values as an array, in no certain order.</summary>
    public static Column CollectSet(string columnName) => Call("collect_set", columnName);

    /// <summary>The standard deviation of a sample.</summary>
    public static Column Stddev(Column column) => Call("stddev", column);

    /// <summary>The standard deviation of a sample.</summary>
    public static Column Stddev(string columnName) => Call("stddev", columnName);

    /// <summary>The standard deviation of a sample.</summary>
    public static Column StddevSamp(Column column) => Call("stddev_samp", column);

    /// <summary>The standard deviation of a sample.</summary>
    public static Column StddevSamp(string columnName) => Call("stddev_samp", columnName);

    /// <summary>The standard deviation of all.</summary>
    public static Column StddevPop(Column column) => Call("stddev_pop", column);

    /// <summary>The standard deviation of all.</summary>
    public static Column StddevPop(string columnName) => Call("stddev_pop", columnName);

    /// <summary>The variance of a sample.</summary>
    public static Column Variance(Column column) => Call("variance", column);

    /// <summary>The variance of a sample.</summary>
    public static Column Variance(string columnName) => Call("variance", columnName);

    /// <summary>The variance of a sample.</summary>
    public static Column VarSamp(Column column) => Call("var_samp", column);

    /// <summary>The variance of a sample.</summary>
    public static Column VarSamp(string columnName) => Call("var_samp", columnName);

    /// <summary>The variance of all.</summary>
    public static Column VarPop(Column column) => Call("var_pop", column);

    /// <summary>The variance of all.</summary>
    public static Column VarPop(string columnName) => Call("var_pop", columnName);

    /// <summary>The skewness.</summary>
    public static Column Skewness(Column column) => Call("skewness", column);

    /// <summary>The skewness.</summary>
    public static Column Skewness(string columnName) => Call("skewness", columnName);

    /// <summary>The kurtosis.</summary>
    public static Column Kurtosis(Column column) => Call("kurtosis", column);

    /// <summary>The kurtosis.</summary>
    public static Column Kurtosis(string columnName) => Call("kurtosis", columnName);

    /// <summary>The number of distinct values.</summary>
    public static Column CountDistinct(Column column, params Column[] columns) => Call("countDistinct", column, columns);

    /// <summary>The number of distinct values.</summary>
    public static Column CountDistinct(string columnName, params string[] columnNames) => Call("countDistinct", columnName, columnNames);

    /// <summary>The first value in no certain order.</summary>
    public static Column First(Column column, bool ignoreNulls = false) => Call("first", column, ignoreNulls);

    /// <summary>The first value in no certain order.</summary>
    public static Column First(string columnName, bool ignoreNulls = false) => Call("first", columnName, ignoreNulls);

    /// <summary>The last value in no certain order.</summary>
    public static Column Last(Column column, bool ignoreNulls = false) => Call("last", column, ignoreNulls);

    /// <summary>The last value in no certain order.</summary>
    public static Column Last(string columnName, bool ignoreNulls = false) => Call("last", columnName, ignoreNulls);

    /// <summary>The number of distinct values, about.</summary>
    public static Column ApproxCountDistinct(Column column) => Call("approx_count_distinct", column);

    /// <summary>The number of distinct values, about.</summary>
    public static Column ApproxCountDistinct(string columnName) => Call("approx_count_distinct", columnName);

    /// <summary>About the number of distinct values, wrong by at most this deviation.</summary>
    public static Column ApproxCountDistinct(Column column, double rsd) => Call("approx_count_distinct", column, rsd);

    /// <summary>About the number of distinct values, wrong by at most this deviation.</summary>
    public static Column ApproxCountDistinct(string columnName, double rsd) => Call("approx_count_distinct", columnName, rsd);

    /// <summary>A percentile, about.</summary>
    public static Column PercentileApprox(Column column, Column percentage, Column accuracy) => Call("percentile_approx", column, percentage, accuracy);
}
