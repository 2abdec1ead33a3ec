using System.Runtime.CompilerServices;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Internal.Rows;

/// <summary>Turns rows of streamed chunks into values; the query's expressions come from <see cref="ColumnTypes.Select"/>.</summary>
/// <param name="types">Types of the columns to read, in the query's order.</param>
/// <param name="firstColumn">Position in the query of the first of them.</param>
internal sealed class RowReader(IReadOnlyList<DataType> types, int firstColumn = 0)
{
    private readonly DataType[] types = [.. types];
    private readonly TextCache[] texts = [.. types.Select(_ => new TextCache())];

    /// <summary>Reads one row.</summary>
    public void Read(DuckDbChunk chunk, int row, Span<Value> into)
    {
        for (var i = 0; i < types.Length; i++) into[i] = Read(chunk, row, i);
    }

    /// <summary>Reads one row into a new array.</summary>
    public Value[] Read(DuckDbChunk chunk, int row)
    {
        var values = new Value[types.Length];
        Read(chunk, row, values);
        return values;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Value Read(DuckDbChunk chunk, int row, int index)
    {
        var column = firstColumn + index;
        if (!chunk.IsValid(column, row)) return Value.Null;
        return types[index].Kind switch
        {
            TypeKind.Int64 or TypeKind.Decimal or TypeKind.Timestamp or TypeKind.TimestampNtz => Value.Int64(chunk.Int64s(column)[row]),
            TypeKind.Date => Value.Int64(chunk.Int32s(column)[row]),
            TypeKind.Double => Value.Double(chunk.Doubles(column)[row]),
            TypeKind.Bool => Value.Bool(chunk.Bools(column)[row] != 0),
            TypeKind.String => Value.String(texts[index].Get(chunk.Bytes(column, row))),
            TypeKind.Binary => Value.Binary(chunk.Bytes(column, row).ToArray()),
            TypeKind.DoubleList => Value.DoubleList(chunk.DoubleList(column, row)),
            _ => throw new InvalidOperationException($"No reader for {types[index]}."),
        };
    }
}
