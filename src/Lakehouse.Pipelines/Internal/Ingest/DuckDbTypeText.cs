using Lakehouse.Delta;

namespace Lakehouse.Pipelines.Internal.Ingest;

/// <summary>Reads the type names that DuckDB's DESCRIBE prints, for example <c>STRUCT(a INTEGER, "b c" VARCHAR[])</c>, as the Delta types that hold their values.</summary>
/// <remarks>Unsigned integers take the next wider signed type; TIME, UUID and ENUM become text; INTERVAL, UNION and the like have no Delta type.</remarks>
internal sealed class DuckDbTypeText
{
    private readonly string text;
    private int at;

    private DuckDbTypeText(string text) => this.text = text;

    /// <summary>The Delta type, or null where there is none.</summary>
    public static DeltaType? Read(string text)
    {
        var reader = new DuckDbTypeText(text);
        var type = reader.ReadType();
        return reader.at == text.Length ? type : null;
    }

    private DeltaType? ReadType()
    {
        var name = ReadWord();
        DeltaType? type = name switch
        {
            "STRUCT" when Take('(') => ReadStruct(),
            "MAP" when Take('(') => ReadMap(),
            "DECIMAL" or "ENUM" when at < text.Length && text[at] == '(' => ReadParameters(name),
            _ => Scalar(name),
        };
        while (type is not null && Take('['))
        {
            at = text.IndexOf(']', at) + 1;
            type = new ArrayType(type, ContainsNull: true);
        }

        return type;
    }

    private StructType? ReadStruct()
    {
        var fields = new List<TableColumn>();
        do
        {
            var name = ReadName();
            if (!Take(' ') || ReadType() is not { } type) return null;
            fields.Add(new(name, type));
        }
        while (TakeSeparator());
        return Take(')') ? new StructType(fields) : null;
    }

    private MapType? ReadMap() =>
        ReadType() is { } key && TakeSeparator() && ReadType() is { } value && Take(')') ? new MapType(key, value, ValueContainsNull: true) : null;

    private PrimitiveType? ReadParameters(string name)
    {
        var start = at;
        var quoted = false;
        do
        {
            if (text[at] == '\'') quoted = !quoted;
        }
        while ((quoted || text[at] != ')') && ++at < text.Length);
        if (at++ >= text.Length) return null;
        return name == "ENUM" ? new PrimitiveType("string") : new PrimitiveType("decimal" + text[start..at].Replace(" ", ""));
    }

    private static PrimitiveType? Scalar(string name) => name switch
    {
        "BOOLEAN" => new("boolean"),
        "TINYINT" => new("byte"),
        "SMALLINT" or "UTINYINT" => new("short"),
        "INTEGER" or "USMALLINT" => new("integer"),
        "BIGINT" or "UINTEGER" => new("long"),
        "UBIGINT" => new("decimal(20,0)"),
        "HUGEINT" => new("decimal(38,0)"),
        "FLOAT" => new("float"),
        "DOUBLE" => new("double"),
        "VARCHAR" or "JSON" or "UUID" or "TIME" or "TIME_NS" or "TIME WITH TIME ZONE" => new("string"),
        "BLOB" => new("binary"),
        "DATE" => new("date"),
        "TIMESTAMP WITH TIME ZONE" => new("timestamp"),
        "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => new("timestamp_ntz"),
        _ => null,
    };

    private string ReadWord()
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_' || (text[at] == ' ' && IsTypeWordAfter()))) at++;
        return text[start..at];
    }

    // TIMESTAMP WITH TIME ZONE is the one kind of name with spaces.
    private bool IsTypeWordAfter() => text.AsSpan(at).StartsWith(" WITH TIME ZONE") || text.AsSpan(at).StartsWith(" TIME ZONE") || text.AsSpan(at).StartsWith(" ZONE");

    private string ReadName()
    {
        if (!Take('"')) return ReadWord();
        var name = "";
        while (at < text.Length)
        {
            var end = text.IndexOf('"', at);
            if (end < 0) break;
            name += text[at..end];
            at = end + 1;
            if (!Take('"')) return name;
            name += '"';
        }

        return name;
    }

    private bool TakeSeparator()
    {
        if (!Take(',')) return false;
        Take(' ');
        return true;
    }

    private bool Take(char c)
    {
        if (at >= text.Length || text[at] != c) return false;
        at++;
        return true;
    }
}
