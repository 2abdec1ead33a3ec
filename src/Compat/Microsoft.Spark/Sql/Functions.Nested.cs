namespace Microsoft.Spark.Sql;

/// <content>Arrays, maps, structs and JSON.</content>
public static partial class Functions
{
    /// <summary>A row for each element.</summary>
    public static Column Explode(Column column) => Call("explode", column);

    /// <summary>A row for each element, or one of NULL.</summary>
    public static Column ExplodeOuter(Column column) => Call("explode_outer", column);

    /// <summary>A row for each element with its position.</summary>
    public static Column PosExplode(Column column) => Call("posexplode", column);

    /// <summary>The number of elements.</summary>
    public static Column Size(Column column) => Call("size", column);

    /// <summary>The least element.</summary>
    public static Column ArrayMin(Column column) => Call("array_min", column);

    /// <summary>The greatest element.</summary>
    public static Column ArrayMax(Column column) => Call("array_max", column);

    /// <summary>The elements of arrays as one array.</summary>
    public static Column Flatten(Column column) => Call("flatten", column);

    /// <summary>The keys.</summary>
    public static Column MapKeys(Column column) => Call("map_keys", column);

    /// <summary>The values.</summary>
    public static Column MapValues(Column column) => Call("map_values", column);

    /// <summary>A map of an array of pairs.</summary>
    public static Column MapFromEntries(Column column) => Call("map_from_entries", column);

    /// <summary>An array of values.</summary>
    public static Column Array(params Column[] columns) => Call("array", (object)columns);

    /// <summary>A map of keys and values in turn.</summary>
    public static Column Map(params Column[] columns) => Call("map", (object)columns);

    /// <summary>A struct of columns.</summary>
    public static Column Struct(params Column[] columns) => Call("struct", (object)columns);

    /// <summary>A map of an array of keys and one of values.</summary>
    public static Column MapFromArrays(Column key, Column values) => Call("map_from_arrays", key, values);

    /// <summary>Whether an element equals a value.</summary>
    public static Column ArrayContains(Column column, object value) => Call("array_contains", column, value);

    /// <summary>The element at a position from 1, or a key's value.</summary>
    public static Column ElementAt(Column column, object value) => Call("element_at", column, value);

    /// <summary>The elements in order.</summary>
    public static Column SortArray(Column column, bool asc = true) => Call("sort_array", column, asc);

    /// <summary>A part of an array, from position 1.</summary>
    public static Column Slice(Column column, int start, int length) => Call("slice", column, start, length);

    /// <summary>A part of a JSON text.</summary>
    public static Column GetJsonObject(Column column, string path) => Call("get_json_object", column, path);

    /// <summary>A value as a JSON text.</summary>
    public static Column ToJson(Column column, Dictionary<string, string>? options = null) => Call("to_json", column, options ?? []);

    /// <summary>A JSON text as a value of a type.</summary>
    public static Column FromJson(Column column, string schema, Dictionary<string, string>? options = null) => Call("from_json", column, schema, options ?? []);

    /// <summary>A JSON text as a value of a type.</summary>
    public static Column FromJson(Column column, Column schema, Dictionary<string, string>? options = null) => Call("from_json", column, schema, options ?? []);
}
