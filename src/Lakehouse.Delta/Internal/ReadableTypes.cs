namespace Lakehouse.Delta.Internal;

/// <summary>The types of columns that can be read.</summary>
internal static class ReadableTypes
{
    private const int MaxDecimalDigits = 38;

    private static readonly HashSet<string> Names =
        ["string", "long", "integer", "short", "byte", "float", "double", "boolean", "binary", "date", "timestamp", "timestamp_ntz", "void"];

    /// <summary>The first type that cannot, with its column, or null.</summary>
    public static string? FirstUnknown(IReadOnlyList<TableColumn> columns) =>
        columns.Select(c => OfType(c.Type) is { } type ? $"'{type}' of column '{c.Name}'" : null).FirstOrDefault(t => t is not null);

    private static string? OfType(DeltaType type) => type switch
    {
        PrimitiveType p => Names.Contains(p.Name) || IsDecimal(p.Name) ? null : p.Name,
        ArrayType a => OfType(a.Element),
        MapType m => OfType(m.Key) ?? OfType(m.MapValue),
        StructType s => FirstUnknown(s.Fields),
        _ => type.ToString(),
    };

    private static bool IsDecimal(string name) =>
        name.StartsWith("decimal(", StringComparison.Ordinal) && name.EndsWith(')') && name[8..^1].Split(',') is [var precision, var scale]
        && int.TryParse(precision, out var p) && int.TryParse(scale, out var s) && p is > 0 and <= MaxDecimalDigits && s >= 0 && s <= p;
}
