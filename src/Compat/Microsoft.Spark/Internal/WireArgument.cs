using System.Collections;
using System.Globalization;
using System.Text;
using Microsoft.Spark.Interop.Ipc;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Internal;

/// <summary>Arguments as the gateway reads them: scalars by value, everything else as a reference to an object made in the JVM first.</summary>
internal static class WireArgument
{
    /// <summary>The arguments as scalars and references; the caller keeps the result alive until the answer is there.</summary>
    public static object?[] Prepare(object?[] args, JvmBridge bridge) => Array.ConvertAll(args, a => IsScalar(a) ? a : Make(a!, bridge));

    public static string Command(string head, object?[] ready)
    {
        var text = new StringBuilder(head);
        foreach (var arg in ready) text.Append(Encode(arg)).Append('\n');
        return text.Append("e\n").ToString();
    }

    private static bool IsScalar(object? value) =>
        value is null or string or bool or int or short or sbyte or byte or long or double or float or decimal or byte[] or IJvmObjectReferenceProvider;

    private static string Encode(object? value) => value switch
    {
        null => "n",
        string text => "s" + WireText.Escape(text),
        bool flag => flag ? "btrue" : "bfalse",
        int or short or sbyte or byte => string.Create(CultureInfo.InvariantCulture, $"i{value}"),
        long number => string.Create(CultureInfo.InvariantCulture, $"L{number}"),
        double number => string.Create(CultureInfo.InvariantCulture, $"d{number:R}"),
        float number => string.Create(CultureInfo.InvariantCulture, $"d{(double)number:R}"),
        decimal number => string.Create(CultureInfo.InvariantCulture, $"D{number}"),
        byte[] bytes => "j" + Convert.ToBase64String(bytes),
        IJvmObjectReferenceProvider provider => "r" + provider.Reference.Id,
        _ => throw new InvalidOperationException($"A {value.GetType()} is no scalar."),
    };

    private static IJvmObjectReferenceProvider Make(object value, JvmBridge bridge) => value switch
    {
        Date date => (JvmObjectReference)bridge.CallStaticJavaMethod("java.sql.Date", "valueOf", date.ToString())!,
        Timestamp timestamp => JavaCollections.Timestamp(bridge, timestamp),
        IEnumerable<string> strings => JavaCollections.Strings(bridge, [.. strings]),
        int[] numbers => JavaCollections.Array(bridge, "int", numbers),
        long[] numbers => JavaCollections.Array(bridge, "long", numbers),
        double[] numbers => JavaCollections.Array(bridge, "double", numbers),
        bool[] flags => JavaCollections.Array(bridge, "boolean", flags),
        IEnumerable<Column> columns => JavaCollections.Array(bridge, "org.apache.spark.sql.Column", [.. columns]),
        IDictionary map => JavaCollections.Map(bridge, map),
        IEnumerable items => JavaCollections.Array(bridge, "java.lang.Object", items.Cast<object>().ToArray()),
        _ => throw new NotSupportedException($"A value of type {value.GetType()} cannot be sent to the JVM."),
    };
}
