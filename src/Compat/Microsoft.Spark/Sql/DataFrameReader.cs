using Microsoft.Spark.Interop.Ipc;
using Microsoft.Spark.Internal;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Sql;

/// <summary>Describes a read.</summary>
public sealed class DataFrameReader : IJvmObjectReferenceProvider
{
    internal DataFrameReader(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Names the format, such as <c>delta</c> or <c>parquet</c>.</summary>
    public DataFrameReader Format(string source) => With("format", source);

    /// <summary>Tells the columns, in place of asking the source.</summary>
    public DataFrameReader Schema(StructType schema) => With("schema", JavaCollections.Schema((JvmBridge)Reference.Jvm, schema));

    /// <summary>Tells the columns as DDL text, in place of asking the source.</summary>
    public DataFrameReader Schema(string schemaString) => With("schema", schemaString);

    /// <summary>Sets an option.</summary>
    public DataFrameReader Option(string key, string value) => With("option", key, value);

    /// <summary>Sets an option.</summary>
    public DataFrameReader Option(string key, bool value) => With("option", key, value);

    /// <summary>Sets an option.</summary>
    public DataFrameReader Option(string key, long value) => With("option", key, value);

    /// <summary>Sets an option.</summary>
    public DataFrameReader Option(string key, double value) => With("option", key, value);

    /// <summary>Sets options.</summary>
    public DataFrameReader Options(Dictionary<string, string> options) => With("options", options);

    /// <summary>The described source.</summary>
    /// <exception cref="JvmException">It is not there, or its columns cannot be told.</exception>
    public DataFrame Load() => new(Reference.Call("load"));

    /// <summary>What lies at a path.</summary>
    /// <exception cref="JvmException">It is not there, or its columns cannot be told.</exception>
    public DataFrame Load(string path) => new(Reference.Call("load", path));

    /// <summary>What lies at paths.</summary>
    public DataFrame Load(params string[] paths) => Files("load", paths);

    /// <summary>A table or view.</summary>
    public DataFrame Table(string tableName) => new(Reference.Call("table", tableName));

    /// <summary>JSON files.</summary>
    public DataFrame Json(params string[] paths) => Files("json", paths);

    /// <summary>CSV files.</summary>
    public DataFrame Csv(params string[] paths) => Files("csv", paths);

    /// <summary>Parquet files.</summary>
    public DataFrame Parquet(params string[] paths) => Files("parquet", paths);

    /// <summary>ORC files.</summary>
    public DataFrame Orc(params string[] paths) => Files("orc", paths);

    /// <summary>Text files, a row a line.</summary>
    public DataFrame Text(params string[] paths) => Files("text", paths);

    private DataFrame Files(string method, string[] paths) => new(Reference.Call(method, (object)paths));

    /// <summary>A table of a database, read by one task.</summary>
    public DataFrame Jdbc(string url, string table, Dictionary<string, string> properties) => new(Reference.Call("jdbc", url, table, Properties(properties)));

    /// <summary>A table of a database, read in parts: so many ranges of a column between two bounds, which leave no row out.</summary>
    public DataFrame Jdbc(
        string url, string table, string columnName, long lowerBound, long upperBound, int numPartitions, Dictionary<string, string> connectionProperties) =>
        new(Reference.Call("jdbc", url, table, columnName, lowerBound, upperBound, numPartitions, Properties(connectionProperties)));

    /// <summary>A table of a database, read in parts, one for each condition.</summary>
    public DataFrame Jdbc(string url, string table, IEnumerable<string> predicates, Dictionary<string, string> connectionProperties) =>
        new(Reference.Call("jdbc", url, table, predicates, Properties(connectionProperties)));

    private JvmObjectReference Properties(Dictionary<string, string> properties) => JavaCollections.Properties((JvmBridge)Reference.Jvm, properties);

    private DataFrameReader With(string method, params object?[] args)
    {
        Reference.Invoke(method, args);
        return this;
    }
}
