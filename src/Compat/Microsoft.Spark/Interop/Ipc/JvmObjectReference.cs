using System.Diagnostics.CodeAnalysis;
using Microsoft.Spark.Internal;

namespace Microsoft.Spark.Interop.Ipc;

/// <summary>An object in the JVM, which is held there until nothing here refers to it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Upstream's class is not disposable; the handle's finalizer releases the object.")]
public sealed class JvmObjectReference : IJvmObjectReferenceProvider
{
    private readonly JvmBridge bridge;
    private readonly JvmObjectHandle handle;

    internal JvmObjectReference(string id, JvmBridge bridge)
    {
        handle = new JvmObjectHandle(id, bridge.Gateway);
        this.bridge = bridge;
    }

    /// <summary>The bridge that the object came over.</summary>
    public IJvmBridge Jvm => bridge;

    JvmObjectReference IJvmObjectReferenceProvider.Reference => this;

    internal string Id => handle.Id;

    /// <summary>Calls a method with one argument.</summary>
    public object? Invoke(string methodName, object? arg0) => bridge.Call(this, methodName, [arg0]);

    /// <summary>Calls a method with two arguments.</summary>
    public object? Invoke(string methodName, object? arg0, object? arg1) => bridge.Call(this, methodName, [arg0, arg1]);

    /// <summary>Calls a method.</summary>
    public object? Invoke(string methodName, params object?[] args) => bridge.Call(this, methodName, args);

    /// <summary>The Java class and the number of the object, for messages to people.</summary>
    public string GetDebugInfo() => $"Java object reference id={Id}, type name={(string)((JvmObjectReference)Invoke("getClass")!).Invoke("getName")!}";

    /// <inheritdoc />
    public override string ToString() => Id;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is IJvmObjectReferenceProvider other && other.Reference.Id == Id && other.Reference.bridge == bridge;

    /// <inheritdoc />
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    internal JvmObjectReference Call(string methodName, params object?[] args) => (JvmObjectReference)bridge.Call(this, methodName, args)!;

    internal T Call<T>(string methodName, params object?[] args) => (T)bridge.Call(this, methodName, args)!;
}
