namespace Lakehouse.Delta.Internal.Operations;

/// <summary>Changes a schema at a path of field names; <c>element</c>, <c>key</c> and <c>value</c> lead into lists and maps.</summary>
internal static class SchemaPath
{
    /// <summary>The schema with columns added at the end of a struct, or of the table for an empty path.</summary>
    public static TableSchema Add(string table, TableSchema schema, IReadOnlyList<string> path, IReadOnlyList<TableColumn> columns) =>
        path.Count == 0 ? new TableSchema([.. schema.Columns, .. columns]) : Change(table, schema, path, c => c with { Type = WithFields(table, path, c.Type, columns) });

    /// <summary>The schema with one column or field changed.</summary>
    /// <exception cref="DeltaException">The path leads nowhere.</exception>
    public static TableSchema Change(string table, TableSchema schema, IReadOnlyList<string> path, Func<TableColumn, TableColumn> change) =>
        new(Fields(table, schema.Columns, path, at: 0, change));

    private static TableColumn[] Fields(string table, IReadOnlyList<TableColumn> fields, IReadOnlyList<string> path, int at, Func<TableColumn, TableColumn> change)
    {
        if (new TableSchema(fields).Find(path[at]) is not { } field) throw NoField(table, path);
        return [.. fields.Select(f => f != field ? f : at == path.Count - 1 ? change(f) : f with { Type = Inside(table, f.Type, path, at + 1, change) })];
    }

    private static DeltaType Inside(string table, DeltaType type, IReadOnlyList<string> path, int at, Func<TableColumn, TableColumn> change)
    {
        DeltaType Part(DeltaType part) => at == path.Count - 1 ? change(new TableColumn(path[at], part)).Type : Inside(table, part, path, at + 1, change);
        return (type, path[at].ToLowerInvariant()) switch
        {
            (StructType s, _) => new StructType(Fields(table, s.Fields, path, at, change)),
            (ArrayType a, "element") => a with { Element = Part(a.Element) },
            (MapType m, "key") => m with { Key = Part(m.Key) },
            (MapType m, "value") => m with { MapValue = Part(m.MapValue) },
            _ => throw NoField(table, path),
        };
    }

    private static StructType WithFields(string table, IReadOnlyList<string> path, DeltaType type, IReadOnlyList<TableColumn> columns) => type is StructType s
        ? new StructType([.. s.Fields, .. columns])
        : throw new DeltaException(DeltaErrorCode.SchemaMismatch, $"'{string.Join(".", path)}' of table '{table}' is no struct: it cannot get fields.");

    private static DeltaException NoField(string table, IReadOnlyList<string> path) =>
        new(DeltaErrorCode.SchemaMismatch, $"Table '{table}' has no column or field '{string.Join(".", path)}'.");
}
