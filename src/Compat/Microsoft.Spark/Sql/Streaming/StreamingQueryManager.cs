using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql.Streaming;

/// <summary>A session's running streams.</summary>
public sealed class StreamingQueryManager : IJvmObjectReferenceProvider
{
    internal StreamingQueryManager(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>The running streams.</summary>
    public IEnumerable<StreamingQuery> Active() => [.. Reference.Call<JvmObjectReference[]>("active").Select(q => new StreamingQuery(q))];

    /// <summary>The stream of an id.</summary>
    public StreamingQuery Get(string id) => new(Reference.Call("get", id));

    /// <summary>Waits until a stream ends.</summary>
    public void AwaitAnyTermination() => Reference.Invoke("awaitAnyTermination");

    /// <summary>Waits until a stream ends, at most so many milliseconds.</summary>
    public bool AwaitAnyTermination(long timeoutMs) => Reference.Call<bool>("awaitAnyTermination", timeoutMs);

    /// <summary>Forgets ended streams.</summary>
    public void ResetTerminated() => Reference.Invoke("resetTerminated");
}
