using Lakehouse.Delta;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>A column of the spine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="StoredType">The type that the training set keeps it in.</param>
/// <param name="ReadType">The type that its values are read as.</param>
internal sealed record SpineColumn(string Name, DeltaType StoredType, DataType ReadType)
{
    /// <summary>A column of a DuckDB type; null where Delta has no such type or it is not a simple one.</summary>
    /// <remarks>Unsigned integers are kept in the next wider type.</remarks>
    public static SpineColumn? TryCreate(string name, string duckDbType)
    {
        var stored = duckDbType switch
        {
            "BOOLEAN" => "boolean",
            "TINYINT" => "byte",
            "SMALLINT" or "UTINYINT" => "short",
            "INTEGER" or "USMALLINT" => "integer",
            "BIGINT" or "UINTEGER" => "long",
            "FLOAT" => "float",
            "DOUBLE" => "double",
            "VARCHAR" => "string",
            "BLOB" => "binary",
            "DATE" => "date",
            "TIMESTAMP" => "timestamp_ntz",
            "TIMESTAMP WITH TIME ZONE" => "timestamp",
            _ when duckDbType.StartsWith("DECIMAL(", StringComparison.Ordinal) => duckDbType.ToLowerInvariant(),
            _ => null,
        };
        DeltaType? type = duckDbType == "DOUBLE[]" ? new ArrayType(new PrimitiveType("double"), ContainsNull: true) : stored is null ? null : new PrimitiveType(stored);
        return type is not null && Internal.Rows.ColumnTypes.FromDelta(type) is { } read ? new(name, type, read) : null;
    }
}
