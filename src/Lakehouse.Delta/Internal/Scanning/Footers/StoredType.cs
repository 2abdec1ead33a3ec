using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Scanning.Footers;

/// <summary>A field of a Parquet file.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Id">Its field id, or null.</param>
/// <param name="Type">How it is stored.</param>
internal sealed record StoredField(string Name, int? Id, StoredType Type);

/// <summary>How values are stored in a Parquet file.</summary>
internal abstract record StoredType
{
    /// <summary>The type as DuckDB reads it by itself.</summary>
    public abstract string DuckDbType { get; }
}

/// <summary>Values without parts.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Scale">Digits after the point of a decimal.</param>
internal sealed record StoredLeaf(LeafKind Kind, int Scale = 0) : StoredType
{
    public override string DuckDbType => Kind switch
    {
        LeafKind.Boolean => "BOOLEAN",
        LeafKind.Int32 => "INTEGER",
        LeafKind.Int64 => "BIGINT",
        LeafKind.Float => "FLOAT",
        LeafKind.Double => "DOUBLE",
        LeafKind.Decimal => $"DECIMAL(38, {Scale})",
        LeafKind.Text => "VARCHAR",
        LeafKind.Date => "DATE",
        LeafKind.Timestamp or LeafKind.Int96 => "TIMESTAMP",
        _ => "BLOB",
    };
}

/// <summary>Lists.</summary>
/// <param name="Element">How elements are stored.</param>
internal sealed record StoredList(StoredType Element) : StoredType
{
    public override string DuckDbType => Element.DuckDbType + "[]";
}

/// <summary>Maps.</summary>
/// <param name="Key">How keys are stored.</param>
/// <param name="MapValue">How values are stored.</param>
internal sealed record StoredMap(StoredType Key, StoredType MapValue) : StoredType
{
    public override string DuckDbType => $"MAP({Key.DuckDbType}, {MapValue.DuckDbType})";
}

/// <summary>Structs.</summary>
/// <param name="Fields">Their fields.</param>
internal sealed record StoredStruct(IReadOnlyList<StoredField> Fields) : StoredType
{
    public override string DuckDbType => $"STRUCT({string.Join(", ", Fields.Select(f => $"{Identifier(f.Name)} {f.Type.DuckDbType}"))})";
}

/// <summary>Kinds of stored values without parts.</summary>
internal enum LeafKind
{
    /// <summary>None that a Delta table has.</summary>
    Other,

    /// <summary>Booleans.</summary>
    Boolean,

    /// <summary>Signed integers of up to 32 bits.</summary>
    Int32,

    /// <summary>Signed integers of 64 bits.</summary>
    Int64,

    /// <summary>32-bit floating numbers.</summary>
    Float,

    /// <summary>64-bit floating numbers.</summary>
    Double,

    /// <summary>Decimals in any storage.</summary>
    Decimal,

    /// <summary>Bytes that are annotated as text.</summary>
    Text,

    /// <summary>Bytes without annotation.</summary>
    Bytes,

    /// <summary>Days.</summary>
    Date,

    /// <summary>Instants or local times as 64-bit integers.</summary>
    Timestamp,

    /// <summary>Instants of Hive, Impala and old Spark.</summary>
    Int96,
}
