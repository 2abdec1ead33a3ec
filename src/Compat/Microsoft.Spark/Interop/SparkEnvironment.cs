using Microsoft.Spark.Internal;
using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Interop;

/// <summary>The process's way to its JVM.</summary>
public static class SparkEnvironment
{
    /// <summary>Calls into the JVM; the first use starts one, or connects to the one that started this program.</summary>
    public static IJvmBridge JvmBridge => Jvm.Bridge;
}
