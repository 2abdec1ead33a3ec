using Apache.Arrow;
using Apache.Arrow.Types;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Pipelines.Internal.Training.Export;

/// <summary>Text as UTF-8, or bytes: the end of each value, and the bytes of all.</summary>
internal sealed class ArrowTexts : ArrowColumn
{
    private readonly ArrowBuffer.Builder<int> ends = new();
    private readonly ArrowBuffer.Builder<byte> bytes = new();

    public ArrowTexts(IArrowType type) : base(type) => ends.Append(0);

    protected override void AppendValue(DuckDbChunk chunk, int column, int row)
    {
        bytes.Append(chunk.Bytes(column, row));
        ends.Append(bytes.Length);
    }

    protected override void AppendNull() => ends.Append(bytes.Length);

    protected override IEnumerable<ArrowBuffer> TakeBuffers()
    {
        ArrowBuffer[] built = [ends.Build(), bytes.Build()];
        ends.Clear();
        bytes.Clear();
        ends.Append(0);
        return built;
    }
}

/// <summary>Lists of doubles: the end of each list, and the elements of all.</summary>
internal sealed class ArrowLists : ArrowColumn
{
    private readonly ArrowBuffer.Builder<int> ends = new();
    private readonly ArrowBuffer.BitmapBuilder elementValidity = new();
    private readonly ArrowBuffer.Builder<double> elements = new();

    public ArrowLists() : base(new ListType(new Field("element", DoubleType.Default, nullable: true))) => ends.Append(0);

    protected override void AppendValue(DuckDbChunk chunk, int column, int row)
    {
        foreach (var element in chunk.DoubleList(column, row))
        {
            elementValidity.Append(element is not null);
            elements.Append(element ?? 0);
        }

        ends.Append(elements.Length);
    }

    protected override void AppendNull() => ends.Append(elements.Length);

    protected override IEnumerable<ArrowBuffer> TakeBuffers()
    {
        ArrowBuffer[] built = [ends.Build()];
        ends.Clear();
        ends.Append(0);
        return built;
    }

    protected override IEnumerable<ArrayData> TakeChildren()
    {
        ArrayData[] built =
        [
            new ArrayData(DoubleType.Default, elements.Length, elementValidity.UnsetBitCount, offset: 0, [elementValidity.Build(), elements.Build()]),
        ];
        elementValidity.Clear();
        elements.Clear();
        return built;
    }
}
