using ParquetSharp;
using ParquetSharp.Schema;

namespace Lakehouse.Delta.Internal.Scanning.Footers;

/// <summary>Reads a Parquet schema, legacy spellings of lists and maps included (Parquet format, LogicalTypes).</summary>
internal static class StoredTypeReader
{
    /// <summary>The fields of a group.</summary>
    public static StoredField[] Fields(GroupNode group)
    {
        var nodes = group.Fields;
        try
        {
            return [.. nodes.Select(n => new StoredField(n.Name, n.FieldId >= 0 ? n.FieldId : null, Type(n)))];
        }
        finally
        {
            foreach (var node in nodes) node.Dispose();
        }
    }

    private static StoredType Type(Node node)
    {
        var single = node is GroupNode group ? Group(group) : Leaf((PrimitiveNode)node);

        // A repeated field outside a list annotation is a list of itself.
        return node.Repetition == Repetition.Repeated ? new StoredList(single) : single;
    }

    private static StoredType Group(GroupNode group)
    {
        using var logical = group.LogicalType;
        if (logical.Type == LogicalTypeEnum.List && group.FieldCount == 1) return List(group);
        if (logical.Type == LogicalTypeEnum.Map && group.FieldCount == 1 && Inner(group) is [var key, var value]) return new StoredMap(key.Type, value.Type);
        return new StoredStruct(Fields(group));
    }

    private static StoredType List(GroupNode group)
    {
        using var repeated = group.Field(0);
        var element = repeated is GroupNode inner ? new StoredStruct(Fields(inner)) : Leaf((PrimitiveNode)repeated);

        // A group around the one element is the usual form; these names mark old writers whose repeated group is the element.
        var isElement = repeated.Name == "array" || repeated.Name == group.Name + "_tuple";
        return new StoredList(element is StoredStruct { Fields: [var only] } && !isElement ? only.Type : element);
    }

    private static StoredField[] Inner(GroupNode map)
    {
        using var entries = map.Field(0);
        return entries is GroupNode group ? Fields(group) : [];
    }

    private static StoredType Leaf(PrimitiveNode node)
    {
        using var logical = node.LogicalType;
        if (logical is DecimalLogicalType number) return new StoredLeaf(LeafKind.Decimal, number.Scale);
        return new StoredLeaf((node.PhysicalType, logical.Type) switch
        {
            (PhysicalType.Boolean, _) => LeafKind.Boolean,
            (PhysicalType.Int32, LogicalTypeEnum.Date) => LeafKind.Date,
            (PhysicalType.Int32, LogicalTypeEnum.None) => LeafKind.Int32,
            (PhysicalType.Int32, LogicalTypeEnum.Int) when ((IntLogicalType)logical).IsSigned => LeafKind.Int32,
            (PhysicalType.Int64, LogicalTypeEnum.None) => LeafKind.Int64,
            (PhysicalType.Int64, LogicalTypeEnum.Int) when ((IntLogicalType)logical).IsSigned => LeafKind.Int64,
            (PhysicalType.Int64, LogicalTypeEnum.Timestamp) when ((TimestampLogicalType)logical).TimeUnit != TimeUnit.Nanos => LeafKind.Timestamp,
            (PhysicalType.Int96, _) => LeafKind.Int96,
            (PhysicalType.Float, _) => LeafKind.Float,
            (PhysicalType.Double, _) => LeafKind.Double,
            (PhysicalType.ByteArray, LogicalTypeEnum.String or LogicalTypeEnum.Enum or LogicalTypeEnum.Json) => LeafKind.Text,
            (PhysicalType.ByteArray, LogicalTypeEnum.None or LogicalTypeEnum.Bson) => LeafKind.Bytes,
            _ => LeafKind.Other,
        });
    }
}
