using System.Text;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>Types of DuckDB by the text that <c>typeof</c> gives, as the narrowest type of Delta that holds all their values.</summary>
/// <remarks>What Delta has no type for keeps DuckDB's name, and fits nothing; <see cref="Null"/> fits everything.</remarks>
internal sealed class DuckDbTypeText
{
    public const string Null = "\"NULL\"";
    private readonly string text;
    private int at;

    private DuckDbTypeText(string text) => this.text = text;

    public static DeltaType Parse(string text) => new DuckDbTypeText(text).Type();

    private DeltaType Type()
    {
        var type = Named();
        while (at < text.Length && text[at] == '[')
        {
            at = text.IndexOf(']', at) + 1;
            type = new ArrayType(type, ContainsNull: true);
        }

        return type;
    }

    private DeltaType Named()
    {
        var start = at;
        if (TryTake("STRUCT("))
        {
            var fields = new List<TableColumn>();
            do
            {
                var name = Name();
                at++;
                fields.Add(new TableColumn(name, Type()));
            }
            while (TryTake(", "));
            at++;
            return new StructType(fields);
        }

        if (TryTake("MAP("))
        {
            var key = Type();
            at += 2;
            var map = new MapType(key, Type(), ValueContainsNull: true);
            at++;
            return map;
        }

        for (var depth = 0; at < text.Length && (depth > 0 || text[at] is not (',' or ')' or '[')); at++)
        {
            if (text[at] is '\'' or '"') at = text.IndexOf(text[at], at + 1);
            else if (text[at] == '(') depth++;
            else if (text[at] == ')') depth--;
        }

        return new PrimitiveType(Primitive(text[start..at]));
    }

    private string Name()
    {
        if (text[at] != '"')
        {
            var start = at;
            while (text[at] != ' ') at++;
            return text[start..at];
        }

        var name = new StringBuilder();
        for (at++; text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"'); at++)
        {
            if (text[at] == '"') at++;
            name.Append(text[at]);
        }

        at++;
        return name.ToString();
    }

    private bool TryTake(string expected)
    {
        if (!text.AsSpan(at).StartsWith(expected, StringComparison.Ordinal)) return false;
        at += expected.Length;
        return true;
    }

    private static string Primitive(string name) => name switch
    {
        "BOOLEAN" => "boolean",
        "TINYINT" => "byte",
        "SMALLINT" or "UTINYINT" => "short",
        "INTEGER" or "USMALLINT" => "integer",
        "BIGINT" or "UINTEGER" => "long",
        "UBIGINT" => "decimal(20,0)",
        "FLOAT" => "float",
        "DOUBLE" => "double",
        "VARCHAR" or "UUID" or "JSON" => "string",
        "BLOB" => "binary",
        "DATE" => "date",
        "TIMESTAMP WITH TIME ZONE" => "timestamp",
        "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" => "timestamp_ntz",
        _ when name.StartsWith("DECIMAL(", StringComparison.Ordinal) => name.ToLowerInvariant(),
        _ when name.StartsWith("ENUM(", StringComparison.Ordinal) => "string",
        _ => name,
    };
}
