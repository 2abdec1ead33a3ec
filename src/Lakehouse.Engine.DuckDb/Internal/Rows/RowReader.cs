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
        for (var i = 0; i < types.Length; i++) into[i] = ChunkValues.Read(chunk, firstColumn + i, row, types[i], texts[i]);
    }

    /// <summary>Reads one row into a new array.</summary>
    public Value[] Read(DuckDbChunk chunk, int row)
    {
        var values = new Value[types.Length];
        Read(chunk, row, values);
        return values;
    }
}
