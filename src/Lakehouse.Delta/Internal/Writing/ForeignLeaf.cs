using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using ParquetSharp;
using Text = System.Text.Encoding;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>What row groups of a foreign file say of one leaf column; bounds that are missing, or that a NaN has spoiled, are unknown.</summary>
/// <remarks>Statistics without a number of nulls read as none: the writers that are let in, Spark's and this library's, always tell it, or leave all statistics out.</remarks>
/// <param name="reader">The file.</param>
/// <param name="column">The column's number.</param>
/// <param name="path">Its names from the top down.</param>
/// <param name="type">Its type in the table.</param>
internal sealed class ForeignLeaf(ParquetFileReader reader, int column, IReadOnlyList<string> path, PrimitiveType type)
{
    private const int LevelBatch = 65_536;

    /// <summary>The log's statistics; null where the number of nulls is unknown.</summary>
    public LeafStatistics? Statistics()
    {
        var (nulls, known) = (0L, true);
        (object Min, object Max)? bounds = null;
        for (var number = 0; number < reader.FileMetaData.NumRowGroups; number++)
        {
            using var group = reader.RowGroup(number);
            using var chunk = group.MetaData.GetColumnChunkMetaData(column);
            using var statistics = chunk.Statistics;
            if (statistics is null) return null;
            nulls += statistics.NullCount;
            if (statistics.NullCount == group.MetaData.NumRows) continue;
            known &= statistics.HasMinMax;
            if (!statistics.HasMinMax) continue;
            var (min, max) = (Owned(statistics.MinUntyped), Owned(statistics.MaxUntyped));
            bounds = bounds is { } b ? (Compare(min, b.Min) < 0 ? min : b.Min, Compare(max, b.Max) > 0 ? max : b.Max) : (min, max);
        }

        return known && bounds is { } found ? new(path, Json(found.Min, upper: false), Json(found.Max, upper: true), nulls) : new(path, Min: null, Max: null, nulls);
    }

    /// <summary>The column's nulls: by the statistics or, where values are too long for them, by its definition levels.</summary>
    public long CountNulls()
    {
        var nulls = 0L;
        for (var number = 0; number < reader.FileMetaData.NumRowGroups; number++)
        {
            using var group = reader.RowGroup(number);
            using var chunk = group.MetaData.GetColumnChunkMetaData(column);
            using var statistics = chunk.Statistics;
            nulls += statistics?.NullCount ?? CountNulls(group);
        }

        return nulls;
    }

    private long CountNulls(RowGroupReader group)
    {
        using var values = group.Column(column);
        if (values.ColumnDescriptor.MaxDefinitionLevel == 0) return 0;
        if (values is not ColumnReader<ByteArray> texts) return group.MetaData.NumRows;
        var (levels, buffer, nulls) = (new short[LevelBatch], new ByteArray[LevelBatch], 0L);
        while (texts.HasNext)
        {
            var read = texts.ReadBatch(LevelBatch, levels, repLevels: null, buffer, out var present);
            nulls += read - present;
        }

        return nulls;
    }

    private static object Owned(object value) => value switch
    {
        ByteArray bytes => Copy(bytes.Pointer, bytes.Length),
        FixedLenByteArray => Array.Empty<byte>(),
        _ => value,
    };

    private static unsafe byte[] Copy(nint pointer, int length) => new ReadOnlySpan<byte>((void*)pointer, length).ToArray();

    private static int Compare(object left, object right) =>
        left is byte[] bytes ? bytes.AsSpan().SequenceCompareTo((byte[])right) : System.Collections.Comparer.DefaultInvariant.Compare(left, right);

    private JsonNode? Json(object bound, bool upper) => (type.Name, bound) switch
    {
        ("long" or "integer" or "short" or "byte", long or int) => LeafStatistics.Number(((IFormattable)bound).ToString(format: null, CultureInfo.InvariantCulture)),
        ("date", int days) => LeafStatistics.Date(days),
        ("timestamp", long micros) => LeafStatistics.Timestamp(micros, utc: true),
        ("timestamp_ntz", long micros) => LeafStatistics.Timestamp(micros, utc: false),
        ("double", double number) => Finite(number),
        ("float", float number) => Finite(number),
        ("string", byte[] text) => upper ? LeafStatistics.TextMax(Text.UTF8.GetString(text)) : LeafStatistics.TextMin(Text.UTF8.GetString(text)),
        (_, long or int) when ParquetLayout.DecimalParts(type.Name) is var (_, scale) => LeafStatistics.Decimal(Convert.ToInt64(bound, CultureInfo.InvariantCulture), scale),
        _ => null,
    };

    private static JsonNode? Finite<T>(T number)
        where T : IFloatingPointIeee754<T> => T.IsFinite(number) ? LeafStatistics.Number(number.ToString("R", CultureInfo.InvariantCulture)) : null;
}
