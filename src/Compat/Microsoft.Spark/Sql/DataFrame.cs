using Microsoft.Spark.Internal;
using Microsoft.Spark.Interop.Ipc;
using Microsoft.Spark.Sql.Streaming;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Sql;

/// <summary>A query whose rows Spark computes when they are asked for.</summary>
public sealed partial class DataFrame : IJvmObjectReferenceProvider
{
    internal DataFrame(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>A column by its name.</summary>
    public Column this[string columnName] => Col(columnName);

    /// <summary>A column by its name.</summary>
    public Column Col(string colName) => new(Reference.Call("col", colName));

    /// <summary>The columns whose names match a regular expression in backticks.</summary>
    public Column ColRegex(string colName) => new(Reference.Call("colRegex", colName));

    /// <summary>The columns.</summary>
    public StructType Schema() => RowCollector.Schema(Reference);

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Columns() => Reference.Call<string[]>("columns");

    /// <summary>Names and types of the columns.</summary>
    public IEnumerable<Tuple<string, string>> DTypes() => Schema().Fields.Select(f => Tuple.Create(f.Name, f.DataType.SimpleString));

    /// <summary>Writes the columns to the program's output.</summary>
    public void PrintSchema() => Console.WriteLine(Reference.Call("schema").Call<string>("treeString"));

    /// <summary>Writes the columns to the program's output, nested ones down to a level.</summary>
    public void PrintSchema(int level) => Console.WriteLine(Reference.Call("schema").Call<string>("treeString", level));

    /// <summary>Writes the plan to the program's output.</summary>
    public void Explain(bool extended = false) => Explain(extended ? "extended" : "simple");

    /// <summary>Writes the plan to the program's output.</summary>
    /// <param name="mode"><c>simple</c>, <c>extended</c>, <c>codegen</c>, <c>cost</c> or <c>formatted</c>.</param>
    /// <exception cref="JvmException">There is no such mode.</exception>
    public void Explain(string mode)
    {
        var how = ((JvmBridge)Reference.Jvm).Static("org.apache.spark.sql.execution.ExplainMode", "fromString", mode);
        Console.WriteLine(Reference.Call("queryExecution").Call<string>("explainString", how));
    }

    /// <summary>Writes the first rows to the program's output.</summary>
    public void Show(int numRows = 20, int truncate = 20, bool vertical = false) => Console.WriteLine(Reference.Call<string>("showString", numRows, truncate, vertical));

    /// <summary>All rows.</summary>
    /// <exception cref="JvmException">The query failed.</exception>
    /// <exception cref="OverflowException">A value does not fit .NET's type.</exception>
    public IEnumerable<Row> Collect() => RowCollector.Collect(Reference);

    /// <summary>All rows; here they are fetched at once, like Collect's.</summary>
    public IEnumerable<Row> ToLocalIterator() => Collect();

    /// <summary>All rows; here they are fetched at once, like Collect's.</summary>
    public IEnumerable<Row> ToLocalIterator(bool prefetchPartitions) => Collect();

    /// <summary>The first rows.</summary>
    public IEnumerable<Row> Take(int n) => Head(n);

    /// <summary>The first rows.</summary>
    public IEnumerable<Row> Head(int n) => RowCollector.Collect(Reference, "takeAsList", n);

    /// <summary>The last rows.</summary>
    public IEnumerable<Row> Tail(int n) => RowCollector.Collect(Reference, "tail", n);

    /// <summary>The first row.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Row Head() => Head(1).First();

    /// <summary>The first row.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Row First() => Head();

    /// <summary>The number of rows.</summary>
    public long Count() => Reference.Call<long>("count");

    /// <summary>Whether there is no row.</summary>
    public bool IsEmpty() => Reference.Call<bool>("isEmpty");

    /// <summary>Whether collecting needs no job.</summary>
    public bool IsLocal() => Reference.Call<bool>("isLocal");

    /// <summary>Whether a source is a stream.</summary>
    public bool IsStreaming() => Reference.Call<bool>("isStreaming");

    /// <summary>Starts to describe a write.</summary>
    public DataFrameWriter Write() => new(Reference.Call("write"));

    /// <summary>Starts to describe a write into a table of a catalog.</summary>
    public DataFrameWriterV2 WriteTo(string table) => new(Reference.Call("writeTo", table));

    /// <summary>Starts to describe a stream's write.</summary>
    public DataStreamWriter WriteStream() => new(Reference.Call("writeStream"));

    /// <summary>Makes the query a temporary view.</summary>
    /// <exception cref="JvmException">There is one of this name.</exception>
    public void CreateTempView(string viewName) => Reference.Invoke("createTempView", viewName);

    /// <summary>Makes the query a temporary view, in place of one of this name.</summary>
    public void CreateOrReplaceTempView(string viewName) => Reference.Invoke("createOrReplaceTempView", viewName);

    /// <summary>Makes the query a temporary view of all sessions.</summary>
    public void CreateGlobalTempView(string viewName) => Reference.Invoke("createGlobalTempView", viewName);

    /// <summary>Makes the query a temporary view of all sessions, in place of one of this name.</summary>
    public void CreateOrReplaceGlobalTempView(string viewName) => Reference.Invoke("createOrReplaceGlobalTempView", viewName);

    /// <summary>The files that the query reads, as far as Spark knows them.</summary>
    public IEnumerable<string> InputFiles() => Reference.Call<string[]>("inputFiles");

    /// <summary>Keeps the rows in memory and on disk once they are computed.</summary>
    public DataFrame Persist() => With("persist");

    /// <summary>Keeps the rows in memory and on disk once they are computed.</summary>
    public DataFrame Cache() => With("cache");

    /// <summary>Forgets kept rows.</summary>
    public DataFrame Unpersist(bool blocking = false) => With("unpersist", blocking);

    /// <summary>Writes the rows to the checkpoint folder and goes on from there.</summary>
    public DataFrame Checkpoint(bool eager = true) => With("checkpoint", eager);

    /// <summary>Keeps the rows on the executors and goes on from there.</summary>
    public DataFrame LocalCheckpoint(bool eager = true) => With("localCheckpoint", eager);

    private DataFrame With(string method, params object?[] args) => new(Reference.Call(method, args));
}
