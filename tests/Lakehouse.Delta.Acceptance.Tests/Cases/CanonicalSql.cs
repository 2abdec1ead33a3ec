using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Delta.Acceptance.Tests.Cases;

/// <summary>SQL that turns values into ones whose JSON loses nothing: instants as microseconds, dates as days, decimals and floating numbers as text, bytes as base64.</summary>
internal static class CanonicalSql
{
    /// <summary>A query that gives each row of <paramref name="source"/> as one JSON array of its columns' values.</summary>
    public static string Rows(string source, IReadOnlyList<TableColumn> columns) =>
        $"SELECT to_json([{string.Join(", ", columns.Select(c => $"to_json({Value(DuckDbSession.Identifier(c.Name), c.Type, depth: 0)})"))}])::VARCHAR FROM {source}";

    private static string Value(string value, DeltaType type, int depth) => type switch
    {
        PrimitiveType primitive => Primitive(value, primitive.Name),
        ArrayType array => $"list_transform({value}, lambda e{depth}: {Value($"e{depth}", array.Element, depth + 1)})",
        MapType map => $"list_transform(map_entries({value}), lambda e{depth}: struct_pack("
            + $"k := {Value($"e{depth}.key", map.Key, depth + 1)}, v := {Value($"e{depth}.value", map.MapValue, depth + 1)}))",
        StructType s => $"CASE WHEN {value} IS NOT NULL THEN struct_pack("
            + string.Join(", ", s.Fields.Select(f => $"{DuckDbSession.Identifier(f.Name)} := {Value($"struct_extract({value}, {DuckDbSession.Literal(f.Name)})", f.Type, depth)}"))
            + ") END",
        _ => throw new NotSupportedException(type.ToString()),
    };

    private static string Primitive(string value, string type) => type switch
    {
        "timestamp" or "timestamp_ntz" => $"epoch_us({value})",
        "date" => $"datediff('day', DATE '1970-01-01', {value})",
        "double" or "float" => $"CAST({value} AS VARCHAR)",
        "binary" => $"to_base64({value})",
        ['d', 'e', 'c', ..] => $"CAST({value} AS VARCHAR)",
        _ => value,
    };
}
