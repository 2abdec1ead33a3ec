using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql.Streaming;

/// <summary>Describes a stream's write.</summary>
public sealed class DataStreamWriter : IJvmObjectReferenceProvider
{
    internal DataStreamWriter(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Names the format, such as <c>delta</c> or <c>parquet</c>.</summary>
    public DataStreamWriter Format(string source) => With("format", source);

    /// <summary>Tells which rows each trigger writes.</summary>
    public DataStreamWriter OutputMode(string outputMode) => With("outputMode", outputMode);

    /// <summary>Tells which rows each trigger writes.</summary>
    public DataStreamWriter OutputMode(OutputMode outputMode) => OutputMode(outputMode.ToString().ToLowerInvariant());

    /// <summary>Lays a folder for each value of columns.</summary>
    public DataStreamWriter PartitionBy(params string[] colNames) => With("partitionBy", (object)colNames);

    /// <summary>Sets an option.</summary>
    public DataStreamWriter Option(string key, string value) => With("option", key, value);

    /// <summary>Sets an option.</summary>
    public DataStreamWriter Option(string key, bool value) => With("option", key, value);

    /// <summary>Sets an option.</summary>
    public DataStreamWriter Option(string key, long value) => With("option", key, value);

    /// <summary>Sets an option.</summary>
    public DataStreamWriter Option(string key, double value) => With("option", key, value);

    /// <summary>Sets options.</summary>
    public DataStreamWriter Options(Dictionary<string, string> options) => With("options", options);

    /// <summary>Tells when rows are written.</summary>
    public DataStreamWriter Trigger(Trigger trigger) => With("trigger", trigger);

    /// <summary>Names the query.</summary>
    public DataStreamWriter QueryName(string queryName) => With("queryName", queryName);

    /// <summary>Starts the query.</summary>
    public StreamingQuery Start(string? path = null) => new(path is null ? Reference.Call("start") : Reference.Call("start", path));

    /// <summary>Starts the query into a table.</summary>
    public StreamingQuery ToTable(string tableName) => new(Reference.Call("toTable", tableName));

    private DataStreamWriter With(string method, params object?[] args)
    {
        Reference.Invoke(method, args);
        return this;
    }
}
