using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Lookup;

/// <summary><see cref="KeySlice"/> in DuckDB SQL.</summary>
internal static class SliceSql
{
    /// <summary>A condition that holds for the slice's keys.</summary>
    public static string Contains(KeySlice slice, IReadOnlyList<Field> keys)
    {
        var text = string.Join(" || '|' || ", keys.Select(k => Text(DuckDbSession.Identifier(k.Name), k.Type)));
        var hash = $"left(md5('{slice.Seed.Replace("'", "''", StringComparison.Ordinal)}:' || {text}), 13)";
        var until = slice.UntilText is { } end ? $" AND {hash} < '{end}'" : "";
        return $"{hash} >= '{slice.FromText}'{until}";
    }

    private static string Text(string key, DataType type) => type.Kind switch
    {
        TypeKind.String => key,
        TypeKind.Timestamp => $"CAST(epoch_us({key}) AS VARCHAR)",
        TypeKind.Date => $"CAST({key} - DATE '1970-01-01' AS VARCHAR)",
        TypeKind.Bool => $"CAST(CAST({key} AS BIGINT) AS VARCHAR)",
        TypeKind.Decimal => $"CAST(CAST(CAST({key} AS DECIMAL(18,{type.Scale})) * CAST(1{new string('0', type.Scale)} AS DECIMAL(19,0)) AS BIGINT) AS VARCHAR)",
        _ => $"CAST({key} AS VARCHAR)",
    };
}
