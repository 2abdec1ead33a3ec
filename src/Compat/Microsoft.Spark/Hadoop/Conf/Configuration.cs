using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Hadoop.Conf;

/// <summary>Settings of Hadoop's file systems.</summary>
public sealed class Configuration : IJvmObjectReferenceProvider
{
    internal Configuration(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }
}
