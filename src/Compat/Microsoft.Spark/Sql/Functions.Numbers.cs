namespace Microsoft.Spark.Sql;

/// <content>Numbers, hashes, and facts of a row.</content>
public static partial class Functions
{
    /// <summary>Whether the value is NULL.</summary>
    public static Column IsNull(Column column) => Call("isnull", column);

    /// <summary>Whether the value is NaN.</summary>
    public static Column IsNaN(Column column) => Call("isnan", column);

    /// <summary>The opposite of a condition.</summary>
    public static Column Not(Column column) => Call("not", column);

    /// <summary>The negative number.</summary>
    public static Column Negate(Column column) => Call("negate", column);

    /// <summary>The number without its sign.</summary>
    public static Column Abs(Column column) => Call("abs", column);

    /// <summary>The square root.</summary>
    public static Column Sqrt(Column column) => Call("sqrt", column);

    /// <summary>e to the power of the number.</summary>
    public static Column Exp(Column column) => Call("exp", column);

    /// <summary>The natural logarithm.</summary>
    public static Column Log(Column column) => Call("log", column);

    /// <summary>The nearest whole number.</summary>
    public static Column Round(Column column) => Call("round", column);

    /// <summary>The greatest whole number below.</summary>
    public static Column Floor(Column column) => Call("floor", column);

    /// <summary>The least whole number above.</summary>
    public static Column Ceil(Column column) => Call("ceil", column);

    /// <summary>The number with so many places.</summary>
    public static Column Round(Column column, int scale) => Call("round", column, scale);

    /// <summary>A power.</summary>
    public static Column Pow(Column left, Column right) => Call("pow", left, right);

    /// <summary>A power.</summary>
    public static Column Pow(Column left, double right) => Call("pow", left, right);

    /// <summary>A power.</summary>
    public static Column Pow(Column left, string rightName) => Call("pow", left, rightName);

    /// <summary>A power.</summary>
    public static Column Pow(string leftName, Column right) => Call("pow", leftName, right);

    /// <summary>A power.</summary>
    public static Column Pow(string leftName, string rightName) => Call("pow", leftName, rightName);

    /// <summary>A power.</summary>
    public static Column Pow(string leftName, double right) => Call("pow", leftName, right);

    /// <summary>A power.</summary>
    public static Column Pow(double left, Column right) => Call("pow", left, right);

    /// <summary>A power.</summary>
    public static Column Pow(double left, string rightName) => Call("pow", left, rightName);

    /// <summary>The greatest whole number that is not greater.</summary>
    public static Column Floor(string columnName) => Call("floor", columnName);

    /// <summary>The least whole number that is not less.</summary>
    public static Column Ceil(string columnName) => Call("ceil", columnName);

    /// <summary>The square root.</summary>
    public static Column Sqrt(string columnName) => Call("sqrt", columnName);

    /// <summary>The natural logarithm.</summary>
    public static Column Log(string columnName) => Call("log", columnName);

    /// <summary>The logarithm to a base.</summary>
    public static Column Log(double logBase, Column column) => Call("log", logBase, column);

    /// <summary>e to a power.</summary>
    public static Column Exp(string columnName) => Call("exp", columnName);

    /// <summary>The remainder that is never negative.</summary>
    public static Column Pmod(Column left, Column right) => Call("pmod", left, right);

    /// <summary>The greatest of values.</summary>
    public static Column Greatest(params Column[] columns) => Call("greatest", (object)columns);

    /// <summary>The least of values.</summary>
    public static Column Least(params Column[] columns) => Call("least", (object)columns);

    /// <summary>Spark's 32-bit hash.</summary>
    public static Column Hash(params Column[] columns) => Call("hash", (object)columns);

    /// <summary>The xxHash of 64 bits.</summary>
    public static Column XXHash64(params Column[] columns) => Call("xxhash64", (object)columns);

    /// <summary>Texts or arrays one after another.</summary>
    public static Column Concat(params Column[] columns) => Call("concat", (object)columns);

    /// <summary>A number that grows within each partition.</summary>
    public static Column MonotonicallyIncreasingId() => Call("monotonically_increasing_id");

    /// <summary>The row's partition.</summary>
    public static Column SparkPartitionId() => Call("spark_partition_id");

    /// <summary>The row's file.</summary>
    public static Column InputFileName() => Call("input_file_name");

    /// <summary>The instant of the query's start.</summary>
    public static Column CurrentTimestamp() => Call("current_timestamp");

    /// <summary>The day of the query's start.</summary>
    public static Column CurrentDate() => Call("current_date");

    /// <summary>The seconds since 1970 at the query's start.</summary>
    public static Column UnixTimestamp() => Call("unix_timestamp");

    /// <summary>A random number from 0 to 1.</summary>
    public static Column Rand() => Call("rand");

    /// <summary>A random number from 0 to 1.</summary>
    public static Column Rand(long seed) => Call("rand", seed);
}
