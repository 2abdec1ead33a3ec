using Microsoft.Spark.Interop.Ipc;
using Microsoft.Spark.Internal;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Sql.Streaming;

/// <summary>Describes a stream's read.</summary>
public sealed class DataStreamReader : IJvmObjectReferenceProvider
{
    internal DataStreamReader(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Names the format, such as <c>delta</c> or <c>parquet</c>.</summary>
    public DataStreamReader Format(string source) => With("format", source);

    /// <summary>Tells the columns, in place of asking the source.</summary>
    public DataStreamReader Schema(StructType schema) => With("schema", JavaCollections.Schema((JvmBridge)Reference.Jvm, schema));

    /// <summary>Tells the columns as DDL text, in place of asking the source.</summary>
    public DataStreamReader Schema(string schemaString) => With("schema", schemaString);

    /// <summary>Sets an option.</summary>
    public DataStreamReader Option(string key, string value) => With("option", key, value);

    /// <summary>Sets an option.</summary>
    public DataStreamReader Option(string key, bool value) => With("option", key, value);

    /// <summary>Sets an option.</summary>
    public DataStreamReader Option(string key, long value) => With("option", key, value);

    /// <summary>Sets an option.</summary>
    public DataStreamReader Option(string key, double value) => With("option", key, value);

    /// <summary>Sets options.</summary>
    public DataStreamReader Options(Dictionary<string, string> options) => With("options", options);

    /// <summary>The described source.</summary>
    public DataFrame Load() => new(Reference.Call("load"));

    /// <summary>What arrives at a path.</summary>
    public DataFrame Load(string path) => new(Reference.Call("load", path));

    /// <summary>What arrives in a table.</summary>
    public DataFrame Table(string tableName) => new(Reference.Call("table", tableName));

    /// <summary>JSON files.</summary>
    public DataFrame Json(string path) => new(Reference.Call("json", path));

    /// <summary>CSV files.</summary>
    public DataFrame Csv(string path) => new(Reference.Call("csv", path));

    /// <summary>ORC files.</summary>
    public DataFrame Orc(string path) => new(Reference.Call("orc", path));

    /// <summary>Parquet files.</summary>
    public DataFrame Parquet(string path) => new(Reference.Call("parquet", path));

    /// <summary>Text files.</summary>
    public DataFrame Text(string path) => new(Reference.Call("text", path));

    private DataStreamReader With(string method, params object?[] args)
    {
        Reference.Invoke(method, args);
        return this;
    }
}
