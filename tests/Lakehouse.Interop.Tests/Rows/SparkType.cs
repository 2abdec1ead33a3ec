using Lakehouse.Delta;

namespace Lakehouse.Interop.Tests.Rows;

/// <summary>Delta's types in the words of Spark's catalog.</summary>
internal static class SparkType
{
    public static string Of(TableSchema schema) => Struct(schema.Columns);

    private static string Of(DeltaType type) => type switch
    {
        PrimitiveType { Name: "long" } => "bigint",
        PrimitiveType { Name: "integer" } => "int",
        PrimitiveType { Name: "short" } => "smallint",
        PrimitiveType { Name: "byte" } => "tinyint",
        PrimitiveType other => other.Name,
        ArrayType list => $"array<{Of(list.Element)}>",
        MapType map => $"map<{Of(map.Key)},{Of(map.MapValue)}>",
        StructType fields => Struct(fields.Fields),
        _ => throw new NotSupportedException(type.ToString()),
    };

    private static string Struct(IReadOnlyList<TableColumn> fields) => $"struct<{string.Join(",", fields.Select(f => $"{f.Name}:{Of(f.Type)}"))}>";
}
