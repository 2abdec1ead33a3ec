using Lakehouse.Delta;

namespace Lakehouse.Cli.Output;

/// <summary>Names of Delta types for people.</summary>
internal static class TypeText
{
    public static string Of(DeltaType type) => type switch
    {
        PrimitiveType primitive => primitive.Name,
        ArrayType array => $"array<{Of(array.Element)}>",
        MapType map => $"map<{Of(map.Key)}, {Of(map.MapValue)}>",
        StructType structure => $"struct<{string.Join(", ", structure.Fields.Select(f => $"{f.Name}: {Of(f.Type)}"))}>",
        _ => type.ToString(),
    };
}
