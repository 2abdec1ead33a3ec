using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Spark.Interop.Ipc;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Internal;

/// <summary>Rows from here as a query: JSON lines that the JVM splits and reads by the schema, in a handful of calls for any number of rows.</summary>
internal static class LocalRows
{
    public static JvmObjectReference Create(SparkSession session, IEnumerable<object?[]> rows, StructType schema)
    {
        var bridge = (JvmBridge)session.Reference.Jvm;
        string[] lines = [.. rows.Select(r => Line(r, schema))];
        var list = lines.Length == 0
            ? bridge.CallConstructor("java.util.ArrayList")
            : bridge.Static("java.util.regex.Pattern", "compile", "\n").Call("splitAsStream", string.Join('\n', lines))
                .Call("collect", bridge.Static("java.util.stream.Collectors", "toList"));
        var texts = session.Reference.Call("createDataset", list, bridge.Static("org.apache.spark.sql.Encoders", "STRING"));
        return session.Read().Schema(schema).Option("timeZone", "UTC").Option("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX").Option("mode", "FAILFAST")
            .Reference.Call("json", texts);
    }

    private static string Line(object?[] values, StructType schema)
    {
        if (values.Length != schema.Fields.Count) throw new ArgumentException($"A row has {values.Length} values and the schema {schema.Fields.Count} columns.");
        var json = new JsonObject();
        for (var i = 0; i < values.Length; i++) json[schema.Fields[i].Name] = Node(values[i]);
        return json.ToJsonString();
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        double number when !double.IsFinite(number) => JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)),
        float number when !float.IsFinite(number) => JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)),
        byte[] bytes => JsonValue.Create(Convert.ToBase64String(bytes)),
        Date date => JsonValue.Create(date.ToString()),
        Timestamp timestamp => JsonValue.Create(timestamp.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)),
        string text => JsonValue.Create(text),
        GenericRow => throw new NotSupportedException("A row inside a row cannot be sent to Spark: make the struct in SQL."),
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(Node)]),
        _ => JsonSerializer.SerializeToNode(value),
    };
}
