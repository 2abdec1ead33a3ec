namespace Microsoft.Spark.Interop.Ipc;

/// <summary>Something that stands for an object in the JVM.</summary>
public interface IJvmObjectReferenceProvider
{
    /// <summary>The object in the JVM.</summary>
    JvmObjectReference Reference { get; }
}
