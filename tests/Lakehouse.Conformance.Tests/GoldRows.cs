using Lakehouse.Delta;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Testing;

namespace Lakehouse.Conformance.Tests;

/// <summary>Reads gold as any Delta reader does.</summary>
internal static class GoldRows
{
    public static async Task<IReadOnlyList<ExpectedRow>> ReadAsync(DeltaTable table, EntityViewDefinition view, CancellationToken ct)
    {
        var rows = new List<ExpectedRow>();
        var (keys, columns) = (view.Entity.Keys.Length, view.Columns.Length);
        await foreach (var cells in (await table.GetSnapshotAsync(ct: ct)).Scan().ReadRowsAsync(ct))
        {
            var row = view.GoldSchema.Select((field, i) => ToValue(cells[i], field.Type)).ToArray();
            var features = row.AsSpan(keys + 2, columns).ToArray();
            rows.Add(new(row[..keys], row[keys].AsInt64, row[keys + 1].IsNull ? null : row[keys + 1].AsInt64, features, row[keys + 2 + columns].AsBool, row[keys + 3 + columns].AsInt64));
        }

        return rows;
    }

    private static Value ToValue(object? cell, DataType type) => (type.Kind, cell) switch
    {
        (_, null) => Value.Null,
        (TypeKind.Timestamp, DateTime time) => Value.Int64((time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond),
        (TypeKind.Bool, bool flag) => Value.Bool(flag),
        (TypeKind.Double, double number) => Value.Double(number),
        (TypeKind.Int64, long number) => Value.Int64(number),
        (TypeKind.String, string text) => Value.String(text),
        _ => throw new InvalidOperationException($"No value of type {type} in a {cell.GetType()}."),
    };
}
