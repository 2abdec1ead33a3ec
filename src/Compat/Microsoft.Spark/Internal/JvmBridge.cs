using System.Globalization;
using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Internal;

/// <summary>The calls of the public bridge as commands of the gateway.</summary>
internal sealed class JvmBridge(Gateway gateway) : IJvmBridge
{
    public Gateway Gateway => gateway;

    public JvmObjectReference CallConstructor(string className, object? arg0) => CallConstructor(className, args: [arg0]);

    public JvmObjectReference CallConstructor(string className, object? arg0, object? arg1) => CallConstructor(className, args: [arg0, arg1]);

    public JvmObjectReference CallConstructor(string className, params object?[] args) => (JvmObjectReference)Send($"i\n{className}\n", args)!;

    public object? CallStaticJavaMethod(string className, string methodName, object? arg0) => CallStaticJavaMethod(className, methodName, args: [arg0]);

    public object? CallStaticJavaMethod(string className, string methodName, object? arg0, object? arg1) => CallStaticJavaMethod(className, methodName, args: [arg0, arg1]);

    public object? CallStaticJavaMethod(string className, string methodName, params object?[] args) => Send($"c\nz:{className}\n{methodName}\n", args);

    public object? CallNonStaticJavaMethod(JvmObjectReference jvmObject, string methodName, object? arg0) => Call(jvmObject, methodName, [arg0]);

    public object? CallNonStaticJavaMethod(JvmObjectReference jvmObject, string methodName, object? arg0, object? arg1) => Call(jvmObject, methodName, [arg0, arg1]);

    public object? CallNonStaticJavaMethod(JvmObjectReference jvmObject, string methodName, params object?[] args) => Call(jvmObject, methodName, args);

    public object? Call(JvmObjectReference target, string methodName, object?[] args)
    {
        var answer = Send($"c\n{target.Id}\n{methodName}\n", args);
        // A collected reference would be released while its call is on the way.
        GC.KeepAlive(target);
        return answer;
    }

    public T Static<T>(string className, string methodName, params object?[] args) => (T)CallStaticJavaMethod(className, methodName, args)!;

    public JvmObjectReference Static(string className, string methodName, params object?[] args) => (JvmObjectReference)CallStaticJavaMethod(className, methodName, args)!;

    /// <summary>A string's UTF-8 bytes, for texts of megabytes.</summary>
    public byte[] StaticBytes(string className, string methodName, params object?[] args)
    {
        var ready = WireArgument.Prepare(args, this);
        var bytes = gateway.Send(WireArgument.Command($"c\nz:{className}\n{methodName}\n", ready), static payload => WireText.UnescapeBytes(payload[1..]));
        GC.KeepAlive(ready);
        return bytes;
    }

    public JvmObjectReference Reference(string command) => Send<JvmObjectReference>(command);

    public T Send<T>(string command) => (T)gateway.Send(command, payload => WireAnswer.Decode(payload, this))!;

    public void SetElement(JvmObjectReference array, int index, object? value)
    {
        var ready = WireArgument.Prepare([value], this);
        gateway.Send(WireArgument.Command(string.Create(CultureInfo.InvariantCulture, $"a\ns\n{array.Id}\ni{index}\n"), ready), static _ => 0);
        GC.KeepAlive(array);
        GC.KeepAlive(ready);
    }

    public void Dispose() => gateway.Dispose();

    /// <summary>A call whose answer stays in the JVM, arrays included.</summary>
    public JvmObjectReference Keep(JvmObjectReference target, string methodName, params object?[] args)
    {
        var answer = (JvmObjectReference)Decode($"c\n{target.Id}\n{methodName}\n", args).Value!;
        GC.KeepAlive(target);
        return answer;
    }

    private object? Send(string head, object?[] args)
    {
        var (value, isArray) = Decode(head, args);
        return isArray ? JavaCollections.FromArray(this, (JvmObjectReference)value!) : value;
    }

    private (object? Value, bool IsArray) Decode(string head, object?[] args)
    {
        var ready = WireArgument.Prepare(args, this);
        var answer = gateway.Send(WireArgument.Command(head, ready), payload => (WireAnswer.Decode(payload, this), WireAnswer.IsArray(payload)));
        GC.KeepAlive(ready);
        return answer;
    }
}
