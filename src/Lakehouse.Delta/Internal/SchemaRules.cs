using System.Buffers;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal;

/// <summary>What a schema must be before it is committed.</summary>
internal static class SchemaRules
{
    private static readonly SearchValues<char> ForbiddenInNames = SearchValues.Create(" ,;{}()\n\t=");

    /// <summary>Checks names, types and partition columns.</summary>
    public static void Validate(string table, TableSchema schema, IReadOnlyList<string> partitionColumns)
    {
        if (schema.Columns.Count == 0) throw Broken(table, "it has no columns");
        ValidateFields(table, schema.Columns);
        foreach (var partition in partitionColumns)
        {
            if (schema.Columns.FirstOrDefault(c => c.Name == partition) is not { } column) throw Broken(table, $"partition column '{partition}' is not among its columns");
            if (column.Type is not PrimitiveType { Name: not "binary" and not "void" })
                throw Broken(table, $"partition column '{partition}' cannot be of type {column.Type.DuckDbType}");
        }

        if (partitionColumns.Count >= schema.Columns.Count) throw Broken(table, "all its columns are partition columns");
    }

    /// <summary>Checks that files written under the old schema can be read under the new one: fields may come, nullable, at any depth, and NOT NULL may go.</summary>
    public static void RequireFit(string table, TableSchema before, TableSchema after) => RequireFieldsFit(table, "", before.Columns, after.Columns);

    /// <summary>Checks that columns are found by their names: new ones of a mapped table would need physical names.</summary>
    public static void RequireUnmapped(string table, TableState state)
    {
        if (ProtocolGate.ColumnMappingMode(state) is not "none" and var mode)
            throw new DeltaException(
                DeltaErrorCode.UnsupportedFeature,
                $"Table '{table}' maps its columns by {mode}; its schema cannot be changed here. Use an engine that maps new columns.");
    }

    /// <summary>Checks that the table's protocol allows the schema's types.</summary>
    public static void RequireProtocol(string table, TableSchema schema, ProtocolAction protocol)
    {
        if (UsesTimestampNtz(schema) && !protocol.ReaderFeatures.Contains("timestampNtz"))
            throw Broken(table, "a timestamp_ntz column needs the table feature 'timestampNtz', which the table was created without");
    }

    public static bool UsesTimestampNtz(TableSchema schema) => schema.Columns.Any(c => Uses(c.Type));

    private static void RequireFieldsFit(string table, string within, IReadOnlyList<TableColumn> before, IReadOnlyList<TableColumn> after)
    {
        foreach (var old in before)
        {
            var name = within + old.Name;
            if (after.FirstOrDefault(c => c.Name == old.Name) is not { } column) throw Broken(table, $"column '{name}' of existing files would be lost");
            if (old.Nullable && !column.Nullable) throw Broken(table, $"column '{name}' would become NOT NULL, and existing files may hold nulls");
            RequireTypeFits(table, name, old.Type, column.Type);
        }

        if (after.FirstOrDefault(c => !c.Nullable && before.All(b => b.Name != c.Name)) is { } added)
            throw Broken(table, $"new column '{within}{added.Name}' is NOT NULL, and existing files have no values for it");
    }

    private static void RequireTypeFits(string table, string name, DeltaType before, DeltaType after)
    {
        switch (before, after)
        {
            case (StructType a, StructType b):
                RequireFieldsFit(table, name + ".", a.Fields, b.Fields);
                break;
            case (ArrayType a, ArrayType b) when b.ContainsNull || !a.ContainsNull:
                RequireTypeFits(table, name + ".element", a.Element, b.Element);
                break;
            case (MapType a, MapType b) when b.ValueContainsNull || !a.ValueContainsNull:
                RequireTypeFits(table, name + ".key", a.Key, b.Key);
                RequireTypeFits(table, name + ".value", a.MapValue, b.MapValue);
                break;
            case (PrimitiveType a, PrimitiveType b) when a == b:
                break;
            default:
                throw Broken(table, $"column '{name}' would change from {before.DuckDbType} to {after.DuckDbType}");
        }
    }

    private static bool Uses(DeltaType type) => type switch
    {
        PrimitiveType primitive => primitive.Name == "timestamp_ntz",
        ArrayType array => Uses(array.Element),
        MapType map => Uses(map.Key) || Uses(map.MapValue),
        StructType s => s.Fields.Any(f => Uses(f.Type)),
        _ => false,
    };

    private static void ValidateFields(string table, IReadOnlyList<TableColumn> fields)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in fields)
        {
            if (field.Name.Length == 0 || field.Name.AsSpan().IndexOfAny(ForbiddenInNames) >= 0)
                throw Broken(table, $"column name '{field.Name}' is empty or has one of the characters ' ,;{{}}()=', tab or line feed");
            if (!names.Add(field.Name)) throw Broken(table, $"two columns are named '{field.Name}' (case does not count)");
            _ = field.Type.DuckDbType;
            if (field.Type is PrimitiveType { Name: "void" }) throw Broken(table, $"column '{field.Name}' is of type void");
            if (field.Type is StructType s) ValidateFields(table, s.Fields);
        }
    }

    private static DeltaException Broken(string table, string why) => new(DeltaErrorCode.SchemaMismatch, $"The schema does not suit table '{table}': {why}.");
}
