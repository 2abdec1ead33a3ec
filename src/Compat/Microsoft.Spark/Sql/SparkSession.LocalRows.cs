using Microsoft.Spark.Internal;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Sql;

/// <content>Queries of rows from here.</content>
public sealed partial class SparkSession
{
    /// <summary>Rows of a schema.</summary>
    public DataFrame CreateDataFrame(IEnumerable<GenericRow> data, StructType schema) => new(LocalRows.Create(this, data.Select(r => r.Values), schema));

    /// <summary>One column <c>_1</c>.</summary>
    public DataFrame CreateDataFrame(IEnumerable<int> data) => Single(data, new IntegerType(), isNullable: false);

    /// <summary>One column <c>_1</c>.</summary>
    public DataFrame CreateDataFrame(IEnumerable<int?> data) => Single(data, new IntegerType(), isNullable: true);

    /// <summary>One column <c>_1</c>.</summary>
    public DataFrame CreateDataFrame(IEnumerable<string> data) => Single(data, new StringType(), isNullable: true);

    /// <summary>One column <c>_1</c>.</summary>
    public DataFrame CreateDataFrame(IEnumerable<double> data) => Single(data, new DoubleType(), isNullable: false);

    /// <summary>One column <c>_1</c>.</summary>
    public DataFrame CreateDataFrame(IEnumerable<double?> data) => Single(data, new DoubleType(), isNullable: true);

    /// <summary>One column <c>_1</c>.</summary>
    public DataFrame CreateDataFrame(IEnumerable<bool> data) => Single(data, new BooleanType(), isNullable: false);

    /// <summary>One column <c>_1</c>.</summary>
    public DataFrame CreateDataFrame(IEnumerable<bool?> data) => Single(data, new BooleanType(), isNullable: true);

    /// <summary>One column <c>_1</c>.</summary>
    public DataFrame CreateDataFrame(IEnumerable<Date> data) => Single(data, new DateType(), isNullable: true);

    /// <summary>One column <c>_1</c>.</summary>
    public DataFrame CreateDataFrame(IEnumerable<Timestamp> data) => Single(data, new TimestampType(), isNullable: true);

    private DataFrame Single<T>(IEnumerable<T> data, DataType type, bool isNullable) =>
        new(LocalRows.Create(this, data.Select(v => new object?[] { v }), new StructType([new StructField("_1", type, isNullable)])));
}
