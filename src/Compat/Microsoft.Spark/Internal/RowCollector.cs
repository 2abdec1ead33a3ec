using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Spark.Interop.Ipc;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Internal;

/// <summary>Brings a small result here.</summary>
/// <remarks>
/// 1. The columns get plain names, because Spark allows two of one name, and each row becomes one JSON text in the JVM.
/// 2. The texts are collected there and joined page by page: two calls a page. A page is as many rows as made about 4 MB so far, because one answer is one line.
/// </remarks>
internal static class RowCollector
{
    private const int FirstPage = 64;
    private const int PageBytes = 4 << 20;
    private const int GrowthLimit = 16;

    public static StructType Schema(JvmObjectReference frame)
    {
        using var json = JsonDocument.Parse(frame.Call("schema").Call<string>("json"));
        return TypeJson.Struct(json.RootElement);
    }

    public static IEnumerable<Row> Collect(JvmObjectReference frame, string method = "collectAsList", params object?[] arguments)
    {
        var schema = Schema(frame);
        if (schema.Fields.Count == 0) return Enumerable.Repeat(new Row([], schema), frame.Call("limit", int.MaxValue).Call("collectAsList").Call<int>("size"));
        var bridge = (JvmBridge)frame.Jvm;
        string[] names = [.. Enumerable.Range(0, schema.Fields.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"c{i}"))];
        var texts = frame.Call("toDF", (object)names).Call("selectExpr", (object)new[] { $"to_json(struct(*), {RowJson.Options})" })
            .Call("as", bridge.Static("org.apache.spark.sql.Encoders", "STRING"));
        return texts.Invoke(method, arguments) switch
        {
            JvmObjectReference list => Read(bridge, list, schema),
            string[] lines => [.. lines.Select(line => RowJson.Read(Encoding.UTF8.GetBytes(line), schema))],
            var other => throw new JvmException($"{method} gave {other}."),
        };
    }

    private static List<Row> Read(JvmBridge bridge, JvmObjectReference list, StructType schema)
    {
        var size = list.Call<int>("size");
        var rows = new List<Row>(size);
        for (int from = 0, page = FirstPage; from < size;)
        {
            var to = (int)Math.Min(size, (long)from + page);
            var bytes = bridge.StaticBytes("java.lang.String", "join", "\n", list.Call("subList", from, to));
            foreach (var line in new LineReader(bytes)) rows.Add(RowJson.Read(line, schema));
            var rowBytes = Math.Max(1, bytes.Length / (to - from));
            page = (int)Math.Clamp(PageBytes / rowBytes, 1, Math.Min((long)page * GrowthLimit, int.MaxValue));
            from = to;
        }
        return rows;
    }

    private ref struct LineReader(ReadOnlySpan<byte> text)
    {
        private ReadOnlySpan<byte> rest = text;

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly LineReader GetEnumerator() => this;

        public bool MoveNext()
        {
            if (rest.IsEmpty) return false;
            var at = rest.IndexOf((byte)'\n');
            Current = at < 0 ? rest : rest[..at];
            rest = at < 0 ? default : rest[(at + 1)..];
            return true;
        }
    }
}
