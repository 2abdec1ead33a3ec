using Microsoft.Spark.Internal;
using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql;

/// <summary>Describes a write.</summary>
public sealed class DataFrameWriter : IJvmObjectReferenceProvider
{
    internal DataFrameWriter(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Names the format, such as <c>delta</c> or <c>parquet</c>.</summary>
    public DataFrameWriter Format(string source) => With("format", source);

    /// <summary>Tells what is done when the target is there.</summary>
    public DataFrameWriter Mode(SaveMode saveMode) => Mode(saveMode.ToString());

    /// <summary>Tells what is done when the target is there.</summary>
    public DataFrameWriter Mode(string saveMode) => With("mode", saveMode);

    /// <summary>Sets an option.</summary>
    public DataFrameWriter Option(string key, string value) => With("option", key, value);

    /// <summary>Sets an option.</summary>
    public DataFrameWriter Option(string key, bool value) => With("option", key, value);

    /// <summary>Sets an option.</summary>
    public DataFrameWriter Option(string key, long value) => With("option", key, value);

    /// <summary>Sets an option.</summary>
    public DataFrameWriter Option(string key, double value) => With("option", key, value);

    /// <summary>Sets options.</summary>
    public DataFrameWriter Options(Dictionary<string, string> options) => With("options", options);

    /// <summary>Lays a folder for each value of columns.</summary>
    public DataFrameWriter PartitionBy(params string[] colNames) => With("partitionBy", (object)colNames);

    /// <summary>Divides the rows by hash, for tables.</summary>
    public DataFrameWriter BucketBy(int numBuckets, string colName, params string[] colNames) => With("bucketBy", numBuckets, colName, colNames);

    /// <summary>Sorts the rows in each bucket.</summary>
    public DataFrameWriter SortBy(string colName, params string[] colNames) => With("sortBy", colName, colNames);

    /// <summary>Writes.</summary>
    /// <exception cref="JvmException">The query or the write failed.</exception>
    public void Save() => With("save");

    /// <summary>Writes to a path.</summary>
    /// <exception cref="JvmException">The query or the write failed.</exception>
    public void Save(string path) => With("save", path);

    /// <summary>Writes into a table, by position.</summary>
    public void InsertInto(string tableName) => With("insertInto", tableName);

    /// <summary>Writes as a table.</summary>
    public void SaveAsTable(string tableName) => With("saveAsTable", tableName);

    /// <summary>Writes JSON files.</summary>
    public void Json(string path) => With("json", path);

    /// <summary>Writes Parquet files.</summary>
    public void Parquet(string path) => With("parquet", path);

    /// <summary>Writes ORC files.</summary>
    public void Orc(string path) => With("orc", path);

    /// <summary>Writes text files.</summary>
    public void Text(string path) => With("text", path);

    /// <summary>Writes CSV files.</summary>
    public void Csv(string path) => With("csv", path);

    /// <summary>Writes into a table of a database.</summary>
    public void Jdbc(string url, string table, Dictionary<string, string> properties) =>
        With("jdbc", url, table, JavaCollections.Properties((JvmBridge)Reference.Jvm, properties));

    private DataFrameWriter With(string method, params object?[] args)
    {
        Reference.Invoke(method, args);
        return this;
    }
}
