using System.Globalization;
using System.Text;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>A raw row as one JSON object in the form of RFC 8785: keys sorted, no spaces, numbers as ECMAScript prints them.</summary>
/// <remarks>int64 keeps all its digits; decimal, timestamp, date, binary, NaN and infinities are text.</remarks>
internal sealed class RawRowJson
{
    private readonly (string Key, DataType Type, int Index)[] columns;
    private readonly bool isText;

    /// <param name="source">The raw record.</param>
    /// <param name="only">By raw column whether it is written; null for all.</param>
    public RawRowJson(SourceDefinition source, bool[]? only = null)
    {
        isText = source.Format.IsText;
        columns = [.. source.Columns.Select((c, i) => (c.Name, c.Type, i)).Where(c => only?[c.i] != false).OrderBy(c => c.Name, StringComparer.Ordinal)];
    }

    /// <summary>The row's JSON; of a text source the texts as they came.</summary>
    public string Write(RawRow row)
    {
        var json = new StringBuilder("{");
        if (row.CorruptRecord is { } corrupt)
        {
            AppendText(json, ContractDefinition.CorruptRecordColumn);
            json.Append(':');
            AppendText(json, corrupt);
            return json.Append('}').ToString();
        }

        foreach (var (key, type, index) in columns)
        {
            if (json.Length > 1) json.Append(',');
            AppendText(json, key);
            json.Append(':');
            if (isText && row.Texts[index] is { } text) AppendText(json, text);
            else AppendValue(json, row.Values[index], type);
        }

        return json.Append('}').ToString();
    }

    private static void AppendValue(StringBuilder json, Value value, DataType type)
    {
        if (value.IsNull) json.Append("null");
        else if (type.Kind == TypeKind.DoubleList) AppendList(json, value.AsDoubleList);
        else if (type.Kind is TypeKind.Bool or TypeKind.Int64 || (type.Kind == TypeKind.Double && double.IsFinite(value.AsDouble))) json.Append(ValueText.Of(value, type));
        else AppendText(json, ValueText.Of(value, type));
    }

    private static void AppendList(StringBuilder json, double?[] list)
    {
        json.Append('[');
        for (var i = 0; i < list.Length; i++)
        {
            if (i > 0) json.Append(',');
            AppendValue(json, list[i] is { } item ? Value.Double(item) : Value.Null, DataType.Double);
        }

        json.Append(']');
    }

    private static void AppendText(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\b' => json.Append("\\b"),
                '\t' => json.Append("\\t"),
                '\n' => json.Append("\\n"),
                '\f' => json.Append("\\f"),
                '\r' => json.Append("\\r"),
                < ' ' => json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => json.Append(c),
            };
        }

        json.Append('"');
    }
}
