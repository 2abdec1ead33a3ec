using Lakehouse.Delta;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Internal.Rows;

/// <summary>Columns of any Delta table as the language's types, and in DuckDB SQL.</summary>
internal static class ColumnTypes
{
    private const int Int64Precision = 18;

    /// <summary>
    /// The language's type that holds every value of a Delta type: integers widen to int64, float to double; null where there is none.
    /// </summary>
    public static DataType? FromDelta(DeltaType type) => type switch
    {
        PrimitiveType { Name: "boolean" } => DataType.Bool,
        PrimitiveType { Name: "long" or "integer" or "short" or "byte" } => DataType.Int64,
        PrimitiveType { Name: "double" or "float" } => DataType.Double,
        PrimitiveType { Name: "string" } => DataType.String,
        PrimitiveType { Name: "timestamp" } => DataType.Timestamp,
        PrimitiveType { Name: "timestamp_ntz" } => DataType.TimestampNtz,
        PrimitiveType { Name: "date" } => DataType.Date,
        PrimitiveType { Name: "binary" } => DataType.Binary,
        PrimitiveType { Name: var name } when name.StartsWith("decimal(", StringComparison.Ordinal) => ToDecimal(name),
        ArrayType { Element: PrimitiveType { Name: "double" or "float" } } => DataType.DoubleList,
        _ => null,
    };

    /// <summary>A type's name for people.</summary>
    public static string Name(DeltaType type) => type is PrimitiveType primitive ? primitive.Name : type.DuckDbType;

    /// <summary>An SQL expression of a column's values, in the vector layout that <see cref="RowReader"/> reads.</summary>
    public static string Select(string expression, DataType type) => type.Kind switch
    {
        TypeKind.Int64 => $"CAST({expression} AS BIGINT)",
        TypeKind.Double => $"CAST({expression} AS DOUBLE)",
        TypeKind.DoubleList => $"CAST({expression} AS DOUBLE[])",
        // Decimals of fewer digits lie in narrower vectors.
        TypeKind.Decimal => $"CAST({expression} AS DECIMAL({Int64Precision},{type.Scale}))",
        _ => expression,
    };

    private static DataType? ToDecimal(string name)
    {
        var parts = name["decimal(".Length..^1].Split(',');
        var precision = int.Parse(parts[0]);
        return precision <= Int64Precision ? DataType.Decimal(precision, int.Parse(parts[1])) : null;
    }
}
