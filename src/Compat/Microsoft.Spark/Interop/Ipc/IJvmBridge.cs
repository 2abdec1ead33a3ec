namespace Microsoft.Spark.Interop.Ipc;

/// <summary>Calls of Java constructors and methods by name.</summary>
/// <remarks>
/// Arguments and answers: null, bool, int, long, double, decimal, string, byte[] by value; arrays and dictionaries of them copied;
/// everything else as <see cref="JvmObjectReference"/>.
/// </remarks>
public interface IJvmBridge : IDisposable
{
    /// <summary>Makes an object with one argument.</summary>
    JvmObjectReference CallConstructor(string className, object? arg0);

    /// <summary>Makes an object with two arguments.</summary>
    JvmObjectReference CallConstructor(string className, object? arg0, object? arg1);

    /// <summary>Makes an object.</summary>
    JvmObjectReference CallConstructor(string className, params object?[] args);

    /// <summary>Calls a static method with one argument.</summary>
    object? CallStaticJavaMethod(string className, string methodName, object? arg0);

    /// <summary>Calls a static method with two arguments.</summary>
    object? CallStaticJavaMethod(string className, string methodName, object? arg0, object? arg1);

    /// <summary>Calls a static method.</summary>
    object? CallStaticJavaMethod(string className, string methodName, params object?[] args);

    /// <summary>Calls a method of an object with one argument.</summary>
    object? CallNonStaticJavaMethod(JvmObjectReference jvmObject, string methodName, object? arg0);

    /// <summary>Calls a method of an object with two arguments.</summary>
    object? CallNonStaticJavaMethod(JvmObjectReference jvmObject, string methodName, object? arg0, object? arg1);

    /// <summary>Calls a method of an object.</summary>
    object? CallNonStaticJavaMethod(JvmObjectReference jvmObject, string methodName, params object?[] args);
}
