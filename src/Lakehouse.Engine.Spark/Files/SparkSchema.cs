using Lakehouse.Delta;
using Lakehouse.Engine.Spark.Dialect;

namespace Lakehouse.Engine.Spark.Files;

/// <summary>Delta's columns in Spark's own words.</summary>
internal static class SparkSchema
{
    /// <summary>Columns as the text that a reader takes for a schema.</summary>
    public static string Ddl(IEnumerable<TableColumn> columns) => string.Join(", ", columns.Select(c => $"{SqlText.Identifier(c.Name)} {Type(c.Type)}"));

    /// <summary>Spark's name of a type.</summary>
    public static string Type(DeltaType type) => type switch
    {
        PrimitiveType primitive => primitive.Name switch
        {
            "long" => "BIGINT",
            "integer" => "INT",
            "short" => "SMALLINT",
            "byte" => "TINYINT",
            var name => name.ToUpperInvariant(),
        },
        ArrayType array => $"ARRAY<{Type(array.Element)}>",
        MapType map => $"MAP<{Type(map.Key)}, {Type(map.MapValue)}>",
        StructType s => $"STRUCT<{string.Join(", ", s.Fields.Select(f => $"{SqlText.Identifier(f.Name)}: {Type(f.Type)}"))}>",
        _ => throw new InvalidOperationException($"No Spark type for {type}."),
    };
}
