using System.Globalization;

namespace Microsoft.Spark.Internal;

/// <summary>The one JVM of this process: connected to when it started us, else started by the first use.</summary>
internal static class Jvm
{
    private static readonly Lock Gate = new();
    private static JvmBridge? bridge;

    public static JvmBridge Bridge => Open(new Dictionary<string, string>());

    /// <summary>The bridge; settings that only a starting JVM reads are given to it when this call starts it.</summary>
    public static JvmBridge Open(IReadOnlyDictionary<string, string> settings)
    {
        lock (Gate) return bridge ??= new JvmBridge(Connect(settings));
    }

    private static Gateway Connect(IReadOnlyDictionary<string, string> settings)
    {
        var port = Environment.GetEnvironmentVariable("PYSPARK_GATEWAY_PORT");
        var secret = Environment.GetEnvironmentVariable("PYSPARK_GATEWAY_SECRET") ?? "";
        if (!string.IsNullOrEmpty(port)) return JvmParent.Connect(int.Parse(port, CultureInfo.InvariantCulture), secret);
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOTNETBACKEND_PORT")))
        {
            throw new InvalidOperationException("spark-submit runs this program by DotnetRunner (DOTNETBACKEND_PORT is set), "
                + "which speaks the protocol of the real Microsoft.Spark package. "
                + "Build with -p:UpstreamPackages=true, or submit with --class org.apache.spark.deploy.PythonRunner.");
        }
        return JvmChild.Start(settings);
    }
}
