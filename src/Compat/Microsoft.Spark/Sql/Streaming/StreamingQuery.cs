using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql.Streaming;

/// <summary>A running stream.</summary>
public sealed class StreamingQuery : IJvmObjectReferenceProvider
{
    private const long PollMilliseconds = 1000;

    internal StreamingQuery(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>The query's name, or null.</summary>
    public string? Name => (string?)Reference.Invoke("name");

    /// <summary>The query's id, which stays when it is started again.</summary>
    public string Id => Reference.Call("id").Call<string>("toString");

    /// <summary>The id of this start.</summary>
    public string RunId => Reference.Call("runId").Call<string>("toString");

    /// <summary>Whether the query runs.</summary>
    public bool IsActive() => Reference.Call<bool>("isActive");

    /// <summary>Waits for the query's end.</summary>
    /// <exception cref="JvmException">The query failed.</exception>
    public void AwaitTermination()
    {
        while (!AwaitTermination(PollMilliseconds))
        {
        }
    }

    /// <summary>Waits for the query's end at most so many milliseconds.</summary>
    /// <returns>Whether it ended.</returns>
    /// <exception cref="JvmException">The query failed.</exception>
    public bool AwaitTermination(long timeoutMs) => Reference.Call<bool>("awaitTermination", timeoutMs);

    /// <summary>Waits until all that is there is written; for tests.</summary>
    public void ProcessAllAvailable() => Reference.Invoke("processAllAvailable");

    /// <summary>Ends the query.</summary>
    public void Stop() => Reference.Invoke("stop");

    /// <summary>Writes the plan to the JVM's output.</summary>
    public void Explain(bool extended = false) => Reference.Invoke("explain", extended);

    /// <summary>What ended the query, or null.</summary>
    public StreamingQueryException? Exception()
    {
        var option = Reference.Call("exception");
        return option.Call<bool>("isDefined") ? new StreamingQueryException(option.Call("get").Call<string>("toString")) : null;
    }
}
