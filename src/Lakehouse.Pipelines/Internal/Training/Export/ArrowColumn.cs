using Apache.Arrow;
using Apache.Arrow.Types;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Pipelines.Internal.Training.Export;

/// <summary>Collects a column's values for a record batch, in Arrow's own layout.</summary>
internal abstract class ArrowColumn(IArrowType type)
{
    private readonly ArrowBuffer.BitmapBuilder validity = new();

    /// <summary>The column's type.</summary>
    public IArrowType Type { get; } = type;

    /// <exception cref="JobException">Arrow is not given such a column.</exception>
    public static ArrowColumn Of(ExportColumn column) => column.DeltaType switch
    {
        null => new ArrowLists(),
        "boolean" => new ArrowBits(),
        "byte" => new ArrowNumbers<sbyte>(Int8Type.Default, (chunk, c, row) => (sbyte)chunk.Int64s(c)[row]),
        "short" => new ArrowNumbers<short>(Int16Type.Default, (chunk, c, row) => (short)chunk.Int64s(c)[row]),
        "integer" => new ArrowNumbers<int>(Int32Type.Default, (chunk, c, row) => (int)chunk.Int64s(c)[row]),
        "long" => new ArrowNumbers<long>(Int64Type.Default, (chunk, c, row) => chunk.Int64s(c)[row]),
        "float" => new ArrowNumbers<float>(FloatType.Default, (chunk, c, row) => (float)chunk.Doubles(c)[row]),
        "double" => new ArrowNumbers<double>(DoubleType.Default, (chunk, c, row) => chunk.Doubles(c)[row]),
        "string" => new ArrowTexts(StringType.Default),
        "binary" => new ArrowTexts(BinaryType.Default),
        "date" => new ArrowNumbers<int>(Date32Type.Default, (chunk, c, row) => chunk.Int32s(c)[row]),
        "timestamp" => new ArrowNumbers<long>(new TimestampType(TimeUnit.Microsecond, "UTC"), (chunk, c, row) => chunk.Int64s(c)[row]),
        "timestamp_ntz" => new ArrowNumbers<long>(new TimestampType(TimeUnit.Microsecond, (string?)null), (chunk, c, row) => chunk.Int64s(c)[row]),
        _ when column.Decimal is var (precision, scale) => new ArrowNumbers<Int128>(new Decimal128Type(precision, scale), (chunk, c, row) => chunk.Int64s(c)[row]),
        var other => throw new JobException(1, $"Column {column.Name} is {other}, which is not exported to Arrow. Export to Parquet."),
    };

    /// <summary>Appends a column of a chunk.</summary>
    public void Append(DuckDbChunk chunk, int column)
    {
        for (var row = 0; row < chunk.Rows; row++)
        {
            var isValid = chunk.IsValid(column, row);
            validity.Append(isValid);
            if (isValid) AppendValue(chunk, column, row);
            else AppendNull();
        }
    }

    /// <summary>The values so far; begins anew.</summary>
    public IArrowArray Build()
    {
        var data = new ArrayData(Type, validity.Length, validity.UnsetBitCount, offset: 0, [validity.Build(), .. TakeBuffers()], TakeChildren());
        validity.Clear();
        return ArrowArrayFactory.BuildArray(data);
    }

    /// <summary>Appends a value that is not NULL.</summary>
    protected abstract void AppendValue(DuckDbChunk chunk, int column, int row);

    /// <summary>Appends the slot of a NULL.</summary>
    protected abstract void AppendNull();

    /// <summary>The buffers after that of validity; begins anew.</summary>
    protected abstract IEnumerable<ArrowBuffer> TakeBuffers();

    /// <summary>Children; begins anew.</summary>
    protected virtual IEnumerable<ArrayData> TakeChildren() => [];
}
