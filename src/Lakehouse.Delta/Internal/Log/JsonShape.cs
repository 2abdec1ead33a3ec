using System.Text.Json;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>The DuckDB type into which JSON values of a field fit; text when nothing else does.</summary>
internal sealed class JsonShape
{
    private const string Text = "VARCHAR";
    private readonly string? scalar;
    private readonly JsonShape? element;
    private readonly Dictionary<string, JsonShape?> fields;

    private JsonShape(string? scalar, JsonShape? element, Dictionary<string, JsonShape?>? fields) => (this.scalar, this.element, this.fields) = (scalar, element, fields ?? []);

    /// <summary>The type's name.</summary>
    public string DuckDbType => scalar
        ?? (element is not null ? element.DuckDbType + "[]"
        : fields.Count == 0 ? "MAP(VARCHAR, VARCHAR)"
        : Struct(fields.Select(f => (f.Key, f.Value?.DuckDbType ?? Text))));

    /// <summary>The name of a struct's type.</summary>
    public static string Struct(IEnumerable<(string Name, string Type)> fields) => $"STRUCT({string.Join(", ", fields.Select(f => $"{Identifier(f.Name)} {f.Type}"))})";

    /// <summary>The shape of a value, or null when it is null.</summary>
    public static JsonShape? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True or JsonValueKind.False => new("BOOLEAN", element: null, fields: null),
        JsonValueKind.Number => new(value.TryGetInt64(out _) ? "BIGINT" : "DOUBLE", element: null, fields: null),
        JsonValueKind.Array => new(scalar: null, value.EnumerateArray().Select(Of).Aggregate((JsonShape?)null, Merge) ?? new(Text, element: null, fields: null), fields: null),
        JsonValueKind.Object => OfObject(value),
        _ => new(Text, element: null, fields: null),
    };

    /// <summary>A shape that values of both fit into.</summary>
    public static JsonShape? Merge(JsonShape? a, JsonShape? b)
    {
        if (a is null || b is null) return a ?? b;
        if (a.scalar is not null && a.scalar == b.scalar) return a;
        if (a.element is not null && b.element is not null) return new(scalar: null, Merge(a.element, b.element), fields: null);
        if (a.scalar is "BIGINT" or "DOUBLE" && b.scalar is "BIGINT" or "DOUBLE") return new("DOUBLE", element: null, fields: null);
        if (a.scalar is not null || b.scalar is not null || a.element is not null || b.element is not null) return new(Text, element: null, fields: null);
        var members = new Dictionary<string, JsonShape?>(a.fields, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, shape) in b.fields) members[name] = Merge(members.GetValueOrDefault(name), shape);
        return new(scalar: null, element: null, members);
    }

    private static JsonShape OfObject(JsonElement value)
    {
        var members = new Dictionary<string, JsonShape?>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in value.EnumerateObject()) members[field.Name] = Merge(members.GetValueOrDefault(field.Name), Of(field.Value));
        return new(scalar: null, element: null, members);
    }
}
