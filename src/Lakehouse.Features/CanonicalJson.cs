using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lakehouse.Features.Internal;

namespace Lakehouse.Features;

/// <summary>JSON with one spelling per value (RFC 8785): keys sorted by UTF-16 code units, no white space, ECMAScript numbers.</summary>
public static class CanonicalJson
{
    /// <summary>The canonical text of a JSON value.</summary>
    /// <exception cref="ArgumentException">A number is NaN or infinite.</exception>
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case null: text.Append("null"); break;
            case JsonObject members: AppendObject(text, members); break;
            case JsonArray items: AppendArray(text, items); break;
            case JsonValue value: AppendValue(text, value); break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonObject members)
    {
        var separator = '{';
        foreach (var (name, value) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            text.Append(separator);
            AppendText(text, name);
            text.Append(':');
            Append(text, value);
            separator = ',';
        }

        text.Append(separator == '{' ? "{}" : "}");
    }

    private static void AppendArray(StringBuilder text, JsonArray items)
    {
        text.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) text.Append(',');
            Append(text, items[i]);
        }

        text.Append(']');
    }

    private static void AppendValue(StringBuilder text, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String: AppendText(text, value.GetValue<string>()); break;
            case JsonValueKind.True: text.Append("true"); break;
            case JsonValueKind.False: text.Append("false"); break;
            case JsonValueKind.Null: text.Append("null"); break;
            default: AppendNumber(text, value); break;
        }
    }

    private static void AppendNumber(StringBuilder text, JsonValue value)
    {
        var number = double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number)) throw new ArgumentException("JSON has no number for NaN and infinities; write them as text.", nameof(value));
        text.Append(EcmaNumber.Text(number));
    }

    private static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var unit in value)
        {
            switch (unit)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\t': text.Append("\\t"); break;
                case '\n': text.Append("\\n"); break;
                case '\f': text.Append("\\f"); break;
                case '\r': text.Append("\\r"); break;
                case < ' ': text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"); break;
                default: text.Append(unit); break;
            }
        }

        text.Append('"');
    }
}
