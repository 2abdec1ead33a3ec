using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Internal;

/// <summary>The language's types beside Delta's and DuckDB's.</summary>
internal static class SchemaMapping
{
    /// <summary>The table schema of fields.</summary>
    public static TableSchema ToDelta(IEnumerable<Field> fields) => new([.. fields.Select(f => new TableColumn(f.Name, ToDelta(f.Type), f.Nullable))]);

    /// <summary>The Delta type of a type.</summary>
    public static DeltaType ToDelta(DataType type) => type.Kind switch
    {
        TypeKind.Bool => new PrimitiveType("boolean"),
        TypeKind.Int64 => new PrimitiveType("long"),
        TypeKind.Decimal => new PrimitiveType($"decimal({type.Precision},{type.Scale})"),
        TypeKind.Double => new PrimitiveType("double"),
        TypeKind.String => new PrimitiveType("string"),
        TypeKind.Timestamp => new PrimitiveType("timestamp"),
        TypeKind.TimestampNtz => new PrimitiveType("timestamp_ntz"),
        TypeKind.Date => new PrimitiveType("date"),
        TypeKind.Binary => new PrimitiveType("binary"),
        TypeKind.DoubleList => new ArrayType(new PrimitiveType("double"), ContainsNull: true),
        _ => throw new InvalidOperationException($"No Delta type for {type}."),
    };

    /// <summary>SQL that gives a column as the vector that <see cref="ChunkValues"/> reads: decimals of any precision lie in 64 bits.</summary>
    public static string Read(string column, DataType type) =>
        type.Kind == TypeKind.Decimal ? $"CAST({DuckDbSession.Identifier(column)} AS {ReadType(type)})" : DuckDbSession.Identifier(column);

    /// <summary>DuckDB's type of such a column.</summary>
    public static string ReadType(DataType type) => type.Kind == TypeKind.Decimal ? $"DECIMAL(18,{type.Scale})" : ToDelta(type).DuckDbType;
}
