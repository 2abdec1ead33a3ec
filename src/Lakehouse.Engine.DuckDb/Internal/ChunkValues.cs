using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Internal;

/// <summary>Reads values out of streamed chunks whose columns were selected by <see cref="SchemaMapping.Read"/>.</summary>
internal static class ChunkValues
{
    /// <summary>One value as its type; NULL where the vector has none.</summary>
    public static Value Read(DuckDbChunk chunk, int column, int row, DataType type, TextCache texts)
    {
        if (!chunk.IsValid(column, row)) return Value.Null;
        return type.Kind switch
        {
            TypeKind.Bool => Value.Bool(chunk.Bools(column)[row] != 0),
            TypeKind.Date => Value.Int64(chunk.Int32s(column)[row]),
            TypeKind.Double => Value.Double(chunk.Doubles(column)[row]),
            TypeKind.String => Value.String(texts.Get(chunk.Bytes(column, row))),
            TypeKind.Binary => Value.Binary(chunk.Bytes(column, row).ToArray()),
            TypeKind.DoubleList => Value.DoubleList(chunk.DoubleList(column, row)),
            _ => Value.Int64(chunk.Int64s(column)[row]),
        };
    }
}
