using System.Collections.Immutable;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Cache;

/// <summary>What a key of a view costs in memory, near enough to bound it: objects, arrays and what they refer to.</summary>
internal sealed class RowSize(EntityViewDefinition view)
{
    private const int Entry = 224, Row = 80, Array = 24, Value = 16, Text = 24;

    /// <summary>What <see cref="CachedRow.Encoded"/> takes: objects, and a column of eight bytes.</summary>
    private const int Encoded = 56, EncodedColumn = 15;
    private readonly ImmutableArray<TypeKind> keys = [.. view.Entity.Keys.Select(k => k.Type.Kind)];
    private readonly ImmutableArray<TypeKind> columns = [.. view.Columns.Select(c => c.Type.Kind)];

    public long Of(byte[] key, OnlineRow? row) =>
        Entry + Array + key.Length + (row is null ? 0 : Row + Of(keys, row.Key) + Of(columns, row.Values) + Encoded + (EncodedColumn * columns.Length) + Contents(row.Values));

    private static long Of(ImmutableArray<TypeKind> kinds, Value[] values)
    {
        var size = (long)Array + (Value * values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].IsNull) continue;
            size += kinds[i] switch
            {
                TypeKind.String => Text + (2L * values[i].AsString.Length),
                TypeKind.Binary => Array + values[i].AsBinary.Length,
                TypeKind.DoubleList => Array + (16L * values[i].AsDoubleList.Length),
                _ => 0,
            };
        }

        return size;
    }

    /// <summary>Contents of values of no fixed length as they are encoded; most text is of one byte a letter.</summary>
    private long Contents(Value[] values)
    {
        var size = 0L;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].IsNull) continue;
            size += columns[i] switch
            {
                TypeKind.String => values[i].AsString.Length,
                TypeKind.Binary => values[i].AsBinary.Length,
                TypeKind.DoubleList => 9L * values[i].AsDoubleList.Length,
                _ => 0,
            };
        }

        return size;
    }
}
