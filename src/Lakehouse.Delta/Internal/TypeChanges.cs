using System.Text.Json;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal;

/// <summary>Changes of a column's type that files written before them survive by a cast (Delta protocol, §Type Widening).</summary>
internal static class TypeChanges
{
    private const string Key = "delta.typeChanges";

    /// <summary>True when some column had another type before.</summary>
    public static bool HasAny(TableMetadata metadata) => metadata.SchemaString.Contains(Key, StringComparison.Ordinal);

    /// <summary>The first recorded change that is none of the protocol's, or null.</summary>
    public static string? FirstUnknown(TableMetadata metadata) =>
        HasAny(metadata) ? FirstUnknown(metadata.Schema.Columns) : null;

    /// <summary>True when the column was of type float before.</summary>
    public static bool WasFloat(TableColumn column) =>
        column.Type is PrimitiveType { Name: "double" } && column.Metadata(Key) is { ValueKind: JsonValueKind.Array } changes
        && changes.EnumerateArray().Any(c => ActionParser.Text(c, "fromType") == "float");

    private static string? FirstUnknown(IReadOnlyList<TableColumn> columns) => columns.Select(c => OfColumn(c) ?? Inside(c.Type)).FirstOrDefault(c => c is not null);

    private static string? OfColumn(TableColumn column)
    {
        if (column.Metadata(Key) is not { ValueKind: JsonValueKind.Array } changes) return null;
        foreach (var change in changes.EnumerateArray())
        {
            var (from, to) = (ActionParser.Text(change, "fromType") ?? "", ActionParser.Text(change, "toType") ?? "");
            if (!IsWidening(from, to)) return $"of column '{column.Name}' from '{from}' to '{to}'";
        }

        return null;
    }

    private static string? Inside(DeltaType type) => type switch
    {
        StructType s => FirstUnknown(s.Fields),
        ArrayType a => Inside(a.Element),
        MapType m => Inside(m.Key) ?? Inside(m.MapValue),
        _ => null,
    };

    private static bool IsWidening(string from, string to)
    {
        var decimals = to.StartsWith("decimal(", StringComparison.Ordinal);
        return from switch
        {
            "byte" => to is "short" or "integer" or "long" or "double" || decimals,
            "short" => to is "integer" or "long" or "double" || decimals,
            "integer" => to is "long" or "double" || decimals,
            "long" => decimals,
            "float" => to is "double",
            "date" => to is "timestamp_ntz",
            _ => decimals && from.StartsWith("decimal(", StringComparison.Ordinal),
        };
    }
}
