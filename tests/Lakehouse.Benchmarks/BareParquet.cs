using ParquetSharp;
using ParquetSharp.Schema;

namespace Lakehouse.Benchmarks;

/// <summary>The least that writing the computed columns to Parquet can cost here: the physical writer, tuned as the product's is, fed with values and levels that lie ready.</summary>
/// <remarks>No table, no statistics of ours, no sync to disk. What is prepared in the constructor is not counted.</remarks>
internal sealed class BareParquet : IDisposable
{
    private const int GroupRows = 122_880;
    private readonly ComputedColumns columns;
    private readonly (long[] Values, short[] Levels, int[] Starts)[] integers;
    private readonly (double[] Values, short[] Levels, int[] Starts)[] doubles;
    private readonly GroupNode schema;
    private readonly WriterProperties properties;

    public BareParquet(ComputedColumns columns)
    {
        this.columns = columns;
        integers = [.. columns.Integer.Select(Dense)];
        doubles = [.. columns.Double.Select(Dense)];
        var instant = LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros);
        schema = new GroupNode("schema", Repetition.Required, [
            new PrimitiveNode("key", Repetition.Required, LogicalType.String(), PhysicalType.ByteArray),
            new PrimitiveNode("valid_from", Repetition.Required, instant, PhysicalType.Int64),
            new PrimitiveNode("valid_to", Repetition.Required, instant, PhysicalType.Int64),
            .. Enumerable.Range(0, ComputedColumns.Integers).Select(i => new PrimitiveNode($"count_{i}", Repetition.Optional, LogicalType.None(), PhysicalType.Int64)),
            .. Enumerable.Range(0, ComputedColumns.Doubles).Select(i => new PrimitiveNode($"mean_{i}", Repetition.Optional, LogicalType.None(), PhysicalType.Double)),
        ]);
        using var builder = new WriterPropertiesBuilder();
        builder.Compression(Compression.Zstd).CompressionLevel(3).DisableDictionary().EnableWritePageIndex().MaxRowGroupLength(GroupRows).EnableDictionary("key");
        string[] packed = ["valid_from", "valid_to", .. Enumerable.Range(0, ComputedColumns.Integers).Select(i => $"count_{i}")];
        foreach (var name in packed) builder.Encoding(name, Encoding.DeltaBinaryPacked);
        properties = builder.Build();
    }

    public void Dispose()
    {
        properties.Dispose();
        schema.Dispose();
    }

    public unsafe void Write(string path)
    {
        using var file = new ParquetFileWriter(path, schema, properties);
        var keys = new ByteArray[GroupRows];
        var text = GC.AllocateUninitializedArray<byte>(GroupRows * 16, pinned: true);
        for (var (start, group) = (0, 0); start < ComputedColumns.Rows; start += GroupRows, group++)
        {
            var rows = Math.Min(GroupRows, ComputedColumns.Rows - start);
            using var writer = file.AppendRowGroup();
            fixed (byte* bytes = text)
            {
                var used = 0;
                for (var row = 0; row < rows; row++)
                {
                    var key = columns.Key[start + row];
                    key.CopyTo(text, used);
                    keys[row] = new ByteArray((nint)(bytes + used), key.Length);
                    used += key.Length;
                }

                using var column = (ColumnWriter<ByteArray>)writer.NextColumn();
                column.WriteBatch(keys.AsSpan(0, rows));
            }

            foreach (var instants in (long[][])[columns.From, columns.To])
            {
                using var column = (ColumnWriter<long>)writer.NextColumn();
                column.WriteBatch(instants.AsSpan(start, rows));
            }

            foreach (var dense in integers) WriteOptional(writer, dense, start, rows, group);
            foreach (var dense in doubles) WriteOptional(writer, dense, start, rows, group);
        }

        file.Close();
    }

    private static void WriteOptional<T>(RowGroupWriter writer, (T[] Values, short[] Levels, int[] Starts) dense, int start, int rows, int group)
        where T : unmanaged
    {
        using var column = (ColumnWriter<T>)writer.NextColumn();
        column.WriteBatch(rows, dense.Levels.AsSpan(start, rows), default, dense.Values.AsSpan(dense.Starts[group]..dense.Starts[group + 1]));
    }

    /// <summary>The present values without gaps, a level a row, and where each row group's values start.</summary>
    private static (T[] Values, short[] Levels, int[] Starts) Dense<T>((T[] Values, bool[] Present) sparse)
    {
        var starts = new List<int>();
        var values = new List<T>(sparse.Values.Length);
        for (var row = 0; row < sparse.Values.Length; row++)
        {
            if (row % GroupRows == 0) starts.Add(values.Count);
            if (sparse.Present[row]) values.Add(sparse.Values[row]);
        }

        return ([.. values], [.. sparse.Present.Select(p => (short)(p ? 1 : 0))], [.. starts, values.Count]);
    }
}
