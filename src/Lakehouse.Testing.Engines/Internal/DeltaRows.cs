using System.Text;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Testing.Engines.Internal;

/// <summary>Rows of values in and out of Delta tables, by the public ways of the Delta library alone.</summary>
internal static class DeltaRows
{
    private static readonly DuckDbOptions Reading = new() { Threads = 1, MemoryLimit = "256MB", Databases = new() };

    internal static TableSchema Schema(IEnumerable<Field> fields) => new([.. fields.Select(f => new TableColumn(f.Name, TypeOf(f.Type), f.Nullable))]);

    internal static void Append(DataFileWriter writer, IReadOnlyList<Field> fields, Value[] row)
    {
        for (var i = 0; i < row.Length; i++) Append(writer.Columns[i], fields[i].Type.Kind, row[i]);
        writer.EndRow();
    }

    /// <summary>All rows of a snapshot, the fields in the given order.</summary>
    internal static async Task<List<Value[]>> ReadAsync(Snapshot snapshot, IReadOnlyList<Field> fields, CancellationToken ct)
    {
        var rows = new List<Value[]>();
        var scan = snapshot.Scan().Select([.. fields.Select(f => f.Name)]);
        await foreach (var cells in scan.ReadRowsAsync(Reading, ct)) rows.Add([.. fields.Select((f, i) => ToValue(cells[i], f.Type))]);
        return rows;
    }

    /// <summary>All rows of gold, in any order.</summary>
    internal static async Task<List<ExpectedRow>> ReadGoldAsync(Snapshot snapshot, EntityViewDefinition view, CancellationToken ct)
    {
        var keys = view.Entity.Keys.Length;
        return [.. (await ReadAsync(snapshot, view.GoldSchema, ct)).Select(row => new ExpectedRow(
            row[..keys], row[keys].AsInt64, row[keys + 1].IsNull ? null : row[keys + 1].AsInt64, row[(keys + 2)..^2], row[^2].AsBool, row[^1].AsInt64))];
    }

    private static DeltaType TypeOf(DataType type) => type.Kind switch
    {
        TypeKind.Bool => new PrimitiveType("boolean"),
        TypeKind.Int64 => new PrimitiveType("long"),
        TypeKind.DoubleList => new ArrayType(new PrimitiveType("double"), ContainsNull: true),
        _ => new PrimitiveType(type.ToString()),
    };

    private static void Append(ColumnBuffer column, TypeKind kind, Value value)
    {
        if (value.IsNull)
        {
            column.AppendNull();
            return;
        }

        switch (kind)
        {
            case TypeKind.Bool: column.AppendBool(value.AsBool); break;
            case TypeKind.Double: column.AppendDouble(value.AsDouble); break;
            case TypeKind.String: column.AppendBytes(Encoding.UTF8.GetBytes(value.AsString)); break;
            case TypeKind.Binary: column.AppendBytes(value.AsBinary); break;
            case TypeKind.DoubleList: column.AppendDoubles(value.AsDoubleList); break;
            default: column.AppendInt64(value.AsInt64); break;
        }
    }

    private static Value ToValue(object? cell, DataType type) => (type.Kind, cell) switch
    {
        (_, null) => Value.Null,
        (TypeKind.Timestamp, DateTime time) => Value.Int64((time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond),
        (TypeKind.DoubleList, object?[] list) => Value.DoubleList([.. list.Select(x => (double?)x)]),
        _ => ClrValues.FromClr(cell, type),
    };
}
