using Microsoft.Spark.Internal;

namespace Microsoft.Spark.Sql;

/// <content>What makes a query of queries.</content>
public sealed partial class DataFrame
{
    /// <summary>The query itself.</summary>
    public DataFrame ToDF() => With("toDF");

    /// <summary>The columns under new names.</summary>
    public DataFrame ToDF(params string[] colNames) => With("toDF", (object)colNames);

    /// <summary>These columns.</summary>
    public DataFrame Select(params Column[] columns) => With("select", (object)columns);

    /// <summary>These columns.</summary>
    public DataFrame Select(string column, params string[] columns) => With("select", column, columns);

    /// <summary>These SQL expressions.</summary>
    public DataFrame SelectExpr(params string[] expressions) => With("selectExpr", (object)expressions);

    /// <summary>The rows for which a condition holds.</summary>
    public DataFrame Filter(Column condition) => With("filter", condition);

    /// <summary>The rows for which a SQL condition holds.</summary>
    public DataFrame Filter(string conditionExpr) => With("filter", conditionExpr);

    /// <summary>The rows for which a condition holds.</summary>
    public DataFrame Where(Column condition) => Filter(condition);

    /// <summary>The rows for which a SQL condition holds.</summary>
    public DataFrame Where(string conditionExpr) => Filter(conditionExpr);

    /// <summary>The rows with a column added or replaced.</summary>
    public DataFrame WithColumn(string colName, Column col) => With("withColumn", colName, col);

    /// <summary>The rows with a column renamed.</summary>
    public DataFrame WithColumnRenamed(string existingName, string newName) => With("withColumnRenamed", existingName, newName);

    /// <summary>The rows without these columns.</summary>
    public DataFrame Drop(params string[] colNames) => With("drop", (object)colNames);

    /// <summary>The rows without a column.</summary>
    public DataFrame Drop(Column col) => With("drop", col);

    /// <summary>The query under a name.</summary>
    public DataFrame As(string alias) => With("as", alias);

    /// <summary>The query under a name.</summary>
    public DataFrame Alias(string alias) => As(alias);

    /// <summary>Every row with every row of another query.</summary>
    public DataFrame Join(DataFrame right) => With("join", right);

    /// <summary>The rows that are equal in a column.</summary>
    public DataFrame Join(DataFrame right, string usingColumn) => With("join", right, usingColumn);

    /// <summary>The rows that are equal in columns.</summary>
    public DataFrame Join(DataFrame right, IEnumerable<string> usingColumns, string joinType = "inner") =>
        With("join", right, JavaCollections.Seq((JvmBridge)Reference.Jvm, usingColumns), joinType);

    /// <summary>The pairs of rows for which a condition holds.</summary>
    public DataFrame Join(DataFrame right, Column joinExpr, string joinType = "inner") => With("join", right, joinExpr, joinType);

    /// <summary>Every row with every row of another query.</summary>
    public DataFrame CrossJoin(DataFrame right) => With("crossJoin", right);

    /// <summary>Sorted rows.</summary>
    public DataFrame Sort(string column, params string[] columns) => With("sort", column, columns);

    /// <summary>Sorted rows.</summary>
    public DataFrame Sort(params Column[] columns) => With("sort", (object)columns);

    /// <summary>Sorted rows.</summary>
    public DataFrame OrderBy(string column, params string[] columns) => Sort(column, columns);

    /// <summary>Sorted rows.</summary>
    public DataFrame OrderBy(params Column[] columns) => Sort(columns);

    /// <summary>Rows sorted in each partition.</summary>
    public DataFrame SortWithinPartitions(string column, params string[] columns) => With("sortWithinPartitions", column, columns);

    /// <summary>Rows sorted in each partition.</summary>
    public DataFrame SortWithinPartitions(params Column[] columns) => With("sortWithinPartitions", (object)columns);

    /// <summary>At most this many rows.</summary>
    public DataFrame Limit(int n) => With("limit", n);

    /// <summary>All rows of both, by position.</summary>
    public DataFrame Union(DataFrame other) => With("union", other);

    /// <summary>All rows of both, by name.</summary>
    public DataFrame UnionByName(DataFrame other) => With("unionByName", other);

    /// <summary>All rows of both, by name; missing columns may be NULL.</summary>
    public DataFrame UnionByName(DataFrame other, bool allowMissingColumns) => With("unionByName", other, allowMissingColumns);

    /// <summary>The distinct rows that both have.</summary>
    public DataFrame Intersect(DataFrame other) => With("intersect", other);

    /// <summary>The rows that both have.</summary>
    public DataFrame IntersectAll(DataFrame other) => With("intersectAll", other);

    /// <summary>The distinct rows that another query lacks.</summary>
    public DataFrame Except(DataFrame other) => With("except", other);

    /// <summary>The rows that another query lacks.</summary>
    public DataFrame ExceptAll(DataFrame other) => With("exceptAll", other);

    /// <summary>Distinct rows.</summary>
    public DataFrame Distinct() => With("distinct");

    /// <summary>Rows distinct in all columns.</summary>
    public DataFrame DropDuplicates() => With("dropDuplicates");

    /// <summary>Rows distinct in these columns.</summary>
    public DataFrame DropDuplicates(string col, params string[] cols) => With("dropDuplicates", col, cols);

    /// <summary>The rows in this many partitions.</summary>
    public DataFrame Repartition(int numPartitions) => With("repartition", numPartitions);

    /// <summary>The rows in this many partitions, equal ones together.</summary>
    public DataFrame Repartition(int numPartitions, params Column[] partitionExprs) => With("repartition", numPartitions, partitionExprs);

    /// <summary>The rows in partitions, equal ones together.</summary>
    public DataFrame Repartition(params Column[] partitionExprs) => With("repartition", (object)partitionExprs);

    /// <summary>The rows in this many partitions by ranges.</summary>
    public DataFrame RepartitionByRange(int numPartitions, params Column[] partitionExprs) => With("repartitionByRange", numPartitions, partitionExprs);

    /// <summary>The rows in partitions by ranges.</summary>
    public DataFrame RepartitionByRange(params Column[] partitionExprs) => With("repartitionByRange", (object)partitionExprs);

    /// <summary>The rows in at most this many partitions, without moving them between nodes.</summary>
    public DataFrame Coalesce(int numPartitions) => With("coalesce", numPartitions);

    /// <summary>Groups of rows that are equal in columns.</summary>
    public RelationalGroupedDataset GroupBy(params Column[] columns) => new(Reference.Call("groupBy", (object)columns));

    /// <summary>Groups of rows that are equal in columns.</summary>
    public RelationalGroupedDataset GroupBy(string column, params string[] columns) => new(Reference.Call("groupBy", column, columns));

    /// <summary>Groups of rows that are equal in columns, and those of their first columns down to none.</summary>
    public RelationalGroupedDataset Rollup(params Column[] columns) => new(Reference.Call("rollup", (object)columns));

    /// <summary>Groups of rows that are equal in columns, and those of their first columns down to none.</summary>
    public RelationalGroupedDataset Rollup(string column, params string[] columns) => new(Reference.Call("rollup", column, columns));

    /// <summary>Groups of rows that are equal in columns, for every choice among them.</summary>
    public RelationalGroupedDataset Cube(params Column[] columns) => new(Reference.Call("cube", (object)columns));

    /// <summary>Groups of rows that are equal in columns, for every choice among them.</summary>
    public RelationalGroupedDataset Cube(string column, params string[] columns) => new(Reference.Call("cube", column, columns));

    /// <summary>Aggregates of all rows.</summary>
    public DataFrame Agg(Column expr, params Column[] exprs) => With("agg", expr, exprs);

    /// <summary>A hint to the planner, such as <c>broadcast</c>.</summary>
    public DataFrame Hint(string name, object[]? parameters = null) => With("hint", name, parameters ?? []);

    /// <summary>The result of a function of the query.</summary>
    public DataFrame Transform(Func<DataFrame, DataFrame> func) => func(this);

    /// <summary>Each row as a JSON text.</summary>
    public DataFrame ToJSON() => new(Reference.Call("toJSON").Call("toDF"));

    /// <summary>Tells how late rows of a stream may be.</summary>
    public DataFrame WithWatermark(string eventTime, string delayThreshold) => With("withWatermark", eventTime, delayThreshold);

    /// <summary>A random part of the rows.</summary>
    public DataFrame Sample(double fraction, bool withReplacement = false, long? seed = null) =>
        seed is { } number ? With("sample", withReplacement, fraction, number) : With("sample", withReplacement, fraction);
}
