using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Interop.Tests.Rows;

/// <summary>DuckDB expressions that spell a value as null, text, or a list: dates as days and timestamps as microseconds since the epoch, binary in hex.</summary>
internal static class ValueSql
{
    public static string Row(TableSchema schema) => $"CAST({Struct(schema.Columns, c => DuckDbSession.Identifier(c.Name), 0)} AS VARCHAR)";

    private static string Of(DeltaType type, string value, int depth) => type switch
    {
        PrimitiveType primitive => $"to_json({Text(primitive.Name, value)})",
        ArrayType list => Known(value, $"to_json(list_transform({value}, lambda x{depth}: {Of(list.Element, $"x{depth}", depth + 1)}))"),
        MapType map => Known(value, $"to_json(list_transform(map_entries({value}), lambda x{depth}: {Entry(map, $"x{depth}", depth + 1)}))"),
        StructType fields => Known(value, Struct(fields.Fields, f => $"{value}.{DuckDbSession.Identifier(f.Name)}", depth)),
        _ => throw new NotSupportedException(type.ToString()),
    };

    private static string Known(string value, string sql) => $"CASE WHEN {value} IS NOT NULL THEN {sql} END";

    private static string Entry(MapType map, string entry, int depth) => $"json_array({Of(map.Key, $"{entry}.key", depth)}, {Of(map.MapValue, $"{entry}.value", depth)})";

    private static string Struct(IReadOnlyList<TableColumn> fields, Func<TableColumn, string> value, int depth) =>
        $"json_array({string.Join(", ", fields.Select(f => Of(f.Type, value(f), depth)))})";

    private static string Text(string type, string value) => type switch
    {
        "date" => $"CAST({value} - DATE '1970-01-01' AS VARCHAR)",
        "timestamp" or "timestamp_ntz" => $"CAST(epoch_us({value}) AS VARCHAR)",
        "binary" => $"lower(hex({value}))",
        _ => $"CAST({value} AS VARCHAR)",
    };
}
