using System.Collections.Immutable;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Cache;

/// <summary>What a key of a view costs in memory, near enough to bound it: objects, arrays and what they refer to.</summary>
internal sealed class RowSize(EntityViewDefinition view)
{
    private const int Entry = 216, Row = 80, Array = 24, Value = 16, Text = 24;
    private readonly ImmutableArray<TypeKind> keys = [.. view.Entity.Keys.Select(k => k.Type.Kind)];
    private readonly ImmutableArray<TypeKind> columns = [.. view.Columns.Select(c => c.Type.Kind)];

    public long Of(byte[] key, OnlineRow? row) => Entry + Array + key.Length + (row is null ? 0 : Row + Of(keys, row.Key) + Of(columns, row.Values));

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
}
