using Microsoft.Spark.Internal;
using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql.Streaming;

/// <summary>When a stream writes.</summary>
public sealed class Trigger : IJvmObjectReferenceProvider
{
    private Trigger(string method, params object[] args) => Reference = Jvm.Bridge.Static("org.apache.spark.sql.streaming.Trigger", method, args);

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>Every so many milliseconds.</summary>
    public static Trigger ProcessingTime(long intervalMs) => new("ProcessingTime", intervalMs);

    /// <summary>Every interval, such as <c>10 seconds</c>.</summary>
    public static Trigger ProcessingTime(string interval) => new("ProcessingTime", interval);

    /// <summary>Once with all that is there.</summary>
    public static Trigger Once() => new("Once");

    /// <summary>Always, with a checkpoint every so many milliseconds.</summary>
    public static Trigger Continuous(long intervalMs) => new("Continuous", intervalMs);

    /// <summary>Always, with a checkpoint every interval.</summary>
    public static Trigger Continuous(string interval) => new("Continuous", interval);
}
