namespace Lakehouse.Delta.Internal.Operations;

/// <summary>Adds what only a source has to a table's schema: columns at the end, fields at the end of their structs, all nullable.</summary>
internal static class SchemaMerge
{
    /// <summary>The schema with the source's new columns; the same when there are none.</summary>
    /// <exception cref="DeltaException">A new column has a type that Delta lacks.</exception>
    public static TableSchema Merge(string table, TableSchema schema, IReadOnlyList<TableColumn> source) => new(Fields(table, schema.Columns, source));

    /// <summary>The schema of a table whose columns are the source's.</summary>
    public static TableSchema Of(string table, IReadOnlyList<TableColumn> source) => new(Fields(table, [], source));

    private static TableColumn[] Fields(string table, IReadOnlyList<TableColumn> known, IReadOnlyList<TableColumn> source)
    {
        TableColumn? Source(string name) => source.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase));
        var kept = known.Select(k => Source(k.Name) is { } same ? k with { Type = Type(table, k.Type, same.Type) } : k);
        var added = source.Where(s => new TableSchema(known).Find(s.Name) is null).Select(s => new TableColumn(s.Name, New(table, s.Name, s.Type)));
        return [.. kept, .. added];
    }

    private static DeltaType Type(string table, DeltaType known, DeltaType source) => (known, source) switch
    {
        (StructType k, StructType s) => new StructType(Fields(table, k.Fields, s.Fields)),
        (ArrayType k, ArrayType s) => k with { Element = Type(table, k.Element, s.Element) },
        (MapType k, MapType s) => k with { Key = Type(table, k.Key, s.Key), MapValue = Type(table, k.MapValue, s.MapValue) },
        _ => known,
    };

    /// <summary>A time without a zone becomes an instant, as UTC: the type without a zone would need a table feature.</summary>
    private static DeltaType New(string table, string name, DeltaType type) => type switch
    {
        StructType s => new StructType([.. s.Fields.Select(f => new TableColumn(f.Name, New(table, $"{name}.{f.Name}", f.Type)))]),
        ArrayType a => a with { Element = New(table, name, a.Element) },
        MapType m => m with { Key = New(table, name, m.Key), MapValue = New(table, name, m.MapValue) },
        PrimitiveType { Name: "timestamp_ntz" } => new PrimitiveType("timestamp"),
        PrimitiveType p when char.IsAsciiLetterLower(p.Name[0]) => p,
        _ => throw new DeltaException(
            DeltaErrorCode.SchemaMismatch, $"New column '{name}' of table '{table}' is of DuckDB's type {TypeFit.Described(type)}, which Delta lacks; cast it in the source."),
    };
}
