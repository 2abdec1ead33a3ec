using Microsoft.Spark.Internal;
using Microsoft.Spark.Interop.Ipc;
using Microsoft.Spark.Sql.Streaming;

namespace Microsoft.Spark.Sql;

/// <summary>The entry point to Spark.</summary>
public sealed partial class SparkSession : IDisposable, IJvmObjectReferenceProvider
{
    private const string ClassName = "org.apache.spark.sql.SparkSession";

    internal SparkSession(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>The application that the session belongs to.</summary>
    public SparkContext SparkContext => new(Reference.Call("sparkContext"));

    /// <summary>Databases, tables and functions.</summary>
    public Catalog.Catalog Catalog => new(Reference.Call("catalog"));

    /// <summary>Starts to describe a session.</summary>
    public static Builder Builder() => new();

    /// <summary>Makes a session the one of this thread.</summary>
    public static void SetActiveSession(SparkSession session) => Jvm.Bridge.CallStaticJavaMethod(ClassName, "setActiveSession", session);

    /// <summary>Takes this thread's session from it.</summary>
    public static void ClearActiveSession() => Jvm.Bridge.CallStaticJavaMethod(ClassName, "clearActiveSession");

    /// <summary>Makes a session the one of all threads without their own.</summary>
    public static void SetDefaultSession(SparkSession session) => Jvm.Bridge.CallStaticJavaMethod(ClassName, "setDefaultSession", session);

    /// <summary>Takes the session of all threads away.</summary>
    public static void ClearDefaultSession() => Jvm.Bridge.CallStaticJavaMethod(ClassName, "clearDefaultSession");

    /// <summary>This thread's session, or null.</summary>
    public static SparkSession? GetActiveSession() => Optional("getActiveSession");

    /// <summary>The session of all threads, or null.</summary>
    public static SparkSession? GetDefaultSession() => Optional("getDefaultSession");

    /// <summary>This thread's session, else the one of all threads.</summary>
    /// <exception cref="JvmException">There is none.</exception>
    public static SparkSession Active() => new(Jvm.Bridge.Static(ClassName, "active"));

    /// <summary>The session's settings.</summary>
    public RuntimeConfig Conf() => new(Reference.Call("conf"));

    /// <summary>The session's running queries.</summary>
    public StreamingQueryManager Streams() => new(Reference.Call("streams"));

    /// <summary>A session of its own settings and temporary views in the same application.</summary>
    public SparkSession NewSession() => new(Reference.Call("newSession"));

    /// <summary>Spark's version.</summary>
    public string Version() => Reference.Call<string>("version");

    /// <summary>A table or view.</summary>
    public DataFrame Table(string tableName) => new(Reference.Call("table", tableName));

    /// <summary>The result of a statement; commands run at once, queries when they are asked.</summary>
    /// <exception cref="JvmException">Spark refuses the statement.</exception>
    public DataFrame Sql(string sqlText) => new(Reference.Call("sql", sqlText));

    /// <summary>Starts to describe a read.</summary>
    public DataFrameReader Read() => new(Reference.Call("read"));

    /// <summary>Starts to describe a stream's read.</summary>
    public DataStreamReader ReadStream() => new(Reference.Call("readStream"));

    /// <summary>Numbers from zero.</summary>
    public DataFrame Range(long end) => new(Reference.Call("range", end));

    /// <summary>Numbers from a start up to, not including, an end.</summary>
    public DataFrame Range(long start, long end) => new(Reference.Call("range", start, end));

    /// <summary>Numbers with a step.</summary>
    public DataFrame Range(long start, long end, long step) => new(Reference.Call("range", start, end, step));

    /// <summary>Numbers with a step in a number of partitions.</summary>
    public DataFrame Range(long start, long end, long step, int numPartitions) => new(Reference.Call("range", start, end, step, numPartitions));

    /// <summary>Stops the application: all its sessions end.</summary>
    public void Stop() => Reference.Invoke("stop");

    /// <summary>Stops the application.</summary>
    public void Dispose() => Stop();

    private static SparkSession? Optional(string method)
    {
        var option = Jvm.Bridge.Static(ClassName, method);
        return option.Call<bool>("isDefined") ? new SparkSession(option.Call("get")) : null;
    }
}
