using ParquetSharp;
using ParquetSharp.Schema;

namespace Lakehouse.Benchmarks;

/// <summary>The results of the bare loop written with nothing but ParquetSharp's physical writer, tuned as the product's is and with the same columns.</summary>
/// <remarks>No table, no bounds or null counts of ours, no sync to disk.</remarks>
internal sealed class BareWindowFile : IDisposable
{
    public const int GroupRows = 122_880;

    private readonly long[] repeated = new long[GroupRows];
    private readonly short[] levels = new short[GroupRows];
    private readonly short[] present = new short[GroupRows];
    private readonly long[] integers = new long[GroupRows];
    private readonly double[] reals = new double[GroupRows];
    private readonly bool[] retracted = new bool[GroupRows];
    private readonly ByteArray[] keys = new ByteArray[GroupRows];
    private readonly int windows;
    private readonly GroupNode schema;
    private readonly WriterProperties properties;
    private readonly ParquetFileWriter file;

    private readonly byte[][] texts;

    public BareWindowFile(string path, int windows, IReadOnlyList<byte[]> keyTexts, long knownAt)
    {
        this.windows = windows;
        texts = [.. keyTexts.Select(Pinned)];
        Array.Fill(repeated, knownAt);
        Array.Fill(present, (short)1);
        var instant = LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros);
        string[] packed = ["valid_from", "event_time", .. Names("count"), .. Names("sum"), .. Names("min"), .. Names("max"), "known_at"];
        schema = new GroupNode("schema", Repetition.Required, [
            new PrimitiveNode("key", Repetition.Required, LogicalType.String(), PhysicalType.ByteArray),
            new PrimitiveNode("valid_from", Repetition.Required, instant, PhysicalType.Int64),
            new PrimitiveNode("event_time", Repetition.Optional, instant, PhysicalType.Int64),
            .. Names("count").Concat(Names("sum")).Concat(Names("min")).Concat(Names("max")).Select(n => Optional(n, PhysicalType.Int64)),
            .. Names("mean").Concat(Names("stddev")).Select(n => Optional(n, PhysicalType.Double)),
            new PrimitiveNode("retracted", Repetition.Required, LogicalType.None(), PhysicalType.Boolean),
            new PrimitiveNode("known_at", Repetition.Required, instant, PhysicalType.Int64),
        ]);
        using var builder = new WriterPropertiesBuilder();
        builder.Compression(Compression.Zstd).CompressionLevel(3).DisableDictionary().EnableWritePageIndex().MaxRowGroupLength(GroupRows).EnableDictionary("key");
        foreach (var name in packed) builder.Encoding(name, Encoding.DeltaBinaryPacked);
        properties = builder.Build();
        file = new ParquetFileWriter(path, schema, properties);
    }

    /// <summary>Writes a block as a row group.</summary>
    public unsafe void Write(BareBlock block)
    {
        var rows = block.Count;
        using var group = file.AppendRowGroup();
        for (var row = 0; row < rows; row++)
        {
            var text = texts[block.Keys[row]];
            keys[row] = new ByteArray((nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref text[0]), text.Length);
        }

        Required<ByteArray>(group, keys.AsSpan(0, rows));
        Required<long>(group, block.At.AsSpan(0, rows));
        Write<long>(group, rows, present, block.EventTimes.AsSpan(0, rows));
        foreach (var counts in block.Counts) Write<long>(group, rows, present, counts.AsSpan(0, rows));
        foreach (var sums in block.Sums) Write<long>(group, rows, present, sums.AsSpan(0, rows));
        for (var w = 0; w < windows; w++) WriteSparse(group, rows, block.Counts[w], atLeast: 1, block.Least[w], integers);
        for (var w = 0; w < windows; w++) WriteSparse(group, rows, block.Counts[w], atLeast: 1, block.Greatest[w], integers);
        for (var w = 0; w < windows; w++) WriteSparse(group, rows, block.Counts[w], atLeast: 1, block.Means[w], reals);
        for (var w = 0; w < windows; w++) WriteSparse(group, rows, block.Counts[w], atLeast: 2, block.Deviations[w], reals);
        Required<bool>(group, retracted.AsSpan(0, rows));
        Required<long>(group, repeated.AsSpan(0, rows));
    }

    public void Dispose()
    {
        file.Close();
        file.Dispose();
        properties.Dispose();
        schema.Dispose();
    }

    private static byte[] Pinned(byte[] text)
    {
        var pinned = GC.AllocateUninitializedArray<byte>(text.Length, pinned: true);
        text.CopyTo(pinned, 0);
        return pinned;
    }

    private static PrimitiveNode Optional(string name, PhysicalType type) => new(name, Repetition.Optional, LogicalType.None(), type);

    private static void Required<T>(RowGroupWriter group, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        using var column = (ColumnWriter<T>)group.NextColumn();
        column.WriteBatch(values);
    }

    private static void Write<T>(RowGroupWriter group, int rows, ReadOnlySpan<short> definition, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        using var column = (ColumnWriter<T>)group.NextColumn();
        column.WriteBatch(rows, definition[..rows], default, values);
    }

    private void WriteSparse<T>(RowGroupWriter group, int rows, long[] counts, long atLeast, T[] values, T[] closedUp)
        where T : unmanaged
    {
        var count = 0;
        for (var row = 0; row < rows; row++)
        {
            var there = counts[row] >= atLeast ? 1 : 0;
            levels[row] = (short)there;
            closedUp[count] = values[row];
            count += there;
        }

        Write<T>(group, rows, levels, closedUp.AsSpan(0, count));
    }

    private IEnumerable<string> Names(string aggregate) => Enumerable.Range(0, windows).Select(w => $"{aggregate}_{w}");
}
