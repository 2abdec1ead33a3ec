namespace Lakehouse.Delta.Internal.Scanning.Footers;

/// <summary>Which stored values can be read as which Delta types without loss: equal ones, and those of the protocol's type widening.</summary>
internal static class LeafRules
{
    /// <summary>False when a cast could change a value or would read something else.</summary>
    public static bool CanRead(StoredLeaf leaf, PrimitiveType type) => type.Name switch
    {
        "boolean" => leaf.Kind is LeafKind.Boolean,
        "byte" or "short" or "integer" => leaf.Kind is LeafKind.Int32,
        "long" => leaf.Kind is LeafKind.Int32 or LeafKind.Int64,
        "float" => leaf.Kind is LeafKind.Float,
        "double" => leaf.Kind is LeafKind.Float or LeafKind.Double or LeafKind.Int32,
        "string" or "binary" => leaf.Kind is LeafKind.Text or LeafKind.Bytes,
        "date" => leaf.Kind is LeafKind.Date,
        "timestamp" => leaf.Kind is LeafKind.Timestamp or LeafKind.Int96,
        "timestamp_ntz" => leaf.Kind is LeafKind.Timestamp or LeafKind.Int96 or LeafKind.Date,
        ['d', 'e', 'c', ..] => leaf.Kind is LeafKind.Int32 or LeafKind.Int64 || (leaf.Kind is LeafKind.Decimal && leaf.Scale <= Scale(type.Name)),
        _ => false,
    };

    /// <summary>True when the wanted type has values between those of the stored one.</summary>
    public static bool IsWidened(StoredLeaf leaf, PrimitiveType type) => (leaf.Kind, type.Name) switch
    {
        (LeafKind.Int32 or LeafKind.Float, "double") => true,
        (LeafKind.Date, "timestamp_ntz") => true,
        (LeafKind.Int32 or LeafKind.Int64, ['d', 'e', 'c', ..]) => true,
        (LeafKind.Decimal, ['d', 'e', 'c', ..]) => leaf.Scale != Scale(type.Name),
        _ => false,
    };

    private static int Scale(string type) => Writing.ParquetLayout.DecimalParts(type)?.Scale ?? 0;
}
