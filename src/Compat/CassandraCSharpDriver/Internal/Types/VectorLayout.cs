namespace Cassandra.Internal.Types;

/// <summary>Which elements of a vector stand side by side without lengths.</summary>
internal static class VectorLayout
{
    /// <summary>Bytes of every value of a type; 0 when the server does not fix them, as for smallint, date and time.</summary>
    public static int FixedSizeOf(CqlType type) => type.Code switch
    {
        ColumnTypeCode.Boolean => 1,
        ColumnTypeCode.Int or ColumnTypeCode.Float => 4,
        ColumnTypeCode.Bigint or ColumnTypeCode.Double or ColumnTypeCode.Timestamp => 8,
        ColumnTypeCode.Uuid or ColumnTypeCode.Timeuuid => 16,
        ColumnTypeCode.Custom when type.IsVector => FixedSizeOf(type.Arguments[0]) * type.Dimensions,
        _ => 0,
    };
}
