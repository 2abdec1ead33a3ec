using System.Collections;
using System.Globalization;
using Microsoft.Spark.Interop.Ipc;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Internal;

/// <summary>Arrays, maps and lists made in the JVM from values here, and the way back.</summary>
internal static class JavaCollections
{
    private const char Separator = '\u0001';

    /// <summary>A String[] in two calls: the joined text is split there.</summary>
    public static JvmObjectReference Strings(JvmBridge bridge, string[] items) =>
        items.Length == 0 || items.Any(s => s is null || s.Contains(Separator))
            ? Array(bridge, "java.lang.String", items)
            : bridge.Keep(bridge.Static("java.util.regex.Pattern", "compile", Separator.ToString()), "split", string.Join(Separator, items), -1);

    public static JvmObjectReference Array<T>(JvmBridge bridge, string className, T[] items)
    {
        var array = bridge.Reference($"a\nc\ns{className}\ni{items.Length}\ne\n");
        for (var i = 0; i < items.Length; i++) bridge.SetElement(array, i, items[i]);
        return array;
    }

    public static JvmObjectReference Map(JvmBridge bridge, IDictionary map)
    {
        var target = bridge.CallConstructor("java.util.HashMap");
        foreach (DictionaryEntry entry in map) target.Invoke("put", entry.Key, entry.Value);
        return target;
    }

    /// <summary>The columns as Spark's own type.</summary>
    public static JvmObjectReference Schema(JvmBridge bridge, StructType schema) => bridge.Static("org.apache.spark.sql.types.DataType", "fromJson", schema.Json);

    public static JvmObjectReference Properties(JvmBridge bridge, IDictionary<string, string> properties)
    {
        var target = bridge.CallConstructor("java.util.Properties");
        foreach (var (name, value) in properties) target.Invoke("setProperty", name, value);
        return target;
    }

    public static JvmObjectReference List(JvmBridge bridge, IEnumerable items)
    {
        var target = bridge.CallConstructor("java.util.ArrayList");
        foreach (var item in items) target.Invoke("add", item);
        return target;
    }

    public static JvmObjectReference Seq(JvmBridge bridge, IEnumerable items) =>
        bridge.Static("scala.collection.JavaConverters", "asScalaBuffer", List(bridge, items)).Call("toSeq");

    /// <summary>The texts of a Scala Seq.</summary>
    public static string[] Texts(JvmObjectReference seq)
    {
        var items = new string[seq.Call<int>("size")];
        for (var i = 0; i < items.Length; i++) items[i] = seq.Call<string>("apply", i);
        return items;
    }

    public static JvmObjectReference Timestamp(JvmBridge bridge, Timestamp timestamp)
    {
        var micros = (timestamp.ToDateTime() - DateTime.UnixEpoch).Ticks / 10;
        var seconds = Math.DivRem(micros, 1_000_000L, out var rest);
        if (rest < 0) (seconds, rest) = (seconds - 1, rest + 1_000_000);
        var made = bridge.CallConstructor("java.sql.Timestamp", checked(seconds * 1000));
        made.Invoke("setNanos", (int)rest * 1000);
        return made;
    }

    /// <summary>A Java array as one of .NET's: strings and numbers by value, objects as references.</summary>
    public static object FromArray(JvmBridge bridge, JvmObjectReference array)
    {
        var name = array.Call("getClass").Call<string>("getName");
        var length = bridge.Send<int>($"a\ne\n{array.Id}\ne\n");
        var items = new object?[length];
        for (var i = 0; i < length; i++) items[i] = bridge.Send<object?>(string.Create(CultureInfo.InvariantCulture, $"a\ng\n{array.Id}\ni{i}\ne\n"));
        GC.KeepAlive(array);
        return name switch
        {
            "[Ljava.lang.String;" => System.Array.ConvertAll(items, i => (string)i!),
            "[I" => System.Array.ConvertAll(items, i => (int)i!),
            "[J" => System.Array.ConvertAll(items, i => (long)i!),
            "[D" => System.Array.ConvertAll(items, i => (double)i!),
            "[Z" => System.Array.ConvertAll(items, i => (bool)i!),
            _ when items.All(i => i is JvmObjectReference) => System.Array.ConvertAll(items, i => (JvmObjectReference)i!),
            _ => items,
        };
    }
}
