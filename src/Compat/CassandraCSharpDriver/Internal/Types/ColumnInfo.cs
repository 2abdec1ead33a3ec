namespace Cassandra.Internal.Types;

/// <summary>The public description of a type that has parts.</summary>
internal static class ColumnInfo
{
    public static IColumnInfo? Of(CqlType type) => type.Code switch
    {
        ColumnTypeCode.List => new ListColumnInfo { ValueTypeCode = type.Arguments[0].Code, ValueTypeInfo = Of(type.Arguments[0]) },
        ColumnTypeCode.Set => new SetColumnInfo { KeyTypeCode = type.Arguments[0].Code, KeyTypeInfo = Of(type.Arguments[0]) },
        ColumnTypeCode.Map => new MapColumnInfo
        {
            KeyTypeCode = type.Arguments[0].Code,
            KeyTypeInfo = Of(type.Arguments[0]),
            ValueTypeCode = type.Arguments[1].Code,
            ValueTypeInfo = Of(type.Arguments[1]),
        },
        ColumnTypeCode.Tuple => new TupleColumnInfo(type.Arguments.Select((part, i) => Part(part, ""))),
        ColumnTypeCode.Udt => new UdtColumnInfo(type.Name!, type.Arguments.Select((part, i) => Part(part, type.FieldNames[i]))),
        ColumnTypeCode.Custom when type.IsVector => new VectorColumnInfo
        {
            ValueTypeCode = type.Arguments[0].Code,
            ValueTypeInfo = Of(type.Arguments[0]),
            Dimensions = type.Dimensions,
        },
        ColumnTypeCode.Custom => new CustomColumnInfo { CustomTypeName = type.Name },
        _ => null,
    };

    private static ColumnDesc Part(CqlType type, string name) => new() { Name = name, TypeCode = type.Code, TypeInfo = Of(type) };
}
