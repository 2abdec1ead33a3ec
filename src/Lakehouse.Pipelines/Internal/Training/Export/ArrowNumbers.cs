using Apache.Arrow;
using Apache.Arrow.Types;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Pipelines.Internal.Training.Export;

/// <summary>Values of a fixed width.</summary>
internal sealed class ArrowNumbers<T>(IArrowType type, Func<DuckDbChunk, int, int, T> read) : ArrowColumn(type)
    where T : unmanaged
{
    private readonly ArrowBuffer.Builder<T> values = new();

    protected override void AppendValue(DuckDbChunk chunk, int column, int row) => values.Append(read(chunk, column, row));

    protected override void AppendNull() => values.Append(default(T));

    protected override IEnumerable<ArrowBuffer> TakeBuffers()
    {
        var built = values.Build();
        values.Clear();
        return [built];
    }
}

/// <summary>Bools, a bit each.</summary>
internal sealed class ArrowBits() : ArrowColumn(BooleanType.Default)
{
    private readonly ArrowBuffer.BitmapBuilder values = new();

    protected override void AppendValue(DuckDbChunk chunk, int column, int row) => values.Append(chunk.Bools(column)[row] != 0);

    protected override void AppendNull() => values.Append(false);

    protected override IEnumerable<ArrowBuffer> TakeBuffers()
    {
        var built = values.Build();
        values.Clear();
        return [built];
    }
}
