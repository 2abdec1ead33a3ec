namespace Microsoft.Spark.Internal;

/// <summary>The JVM ended, so that no call can be answered any more.</summary>
internal sealed class JvmGoneException(string message) : JvmException(message);
