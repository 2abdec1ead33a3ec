using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Writing;
using Lakehouse.Features;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Internal.Training;

/// <summary>Rows in memory as a table outside the lake that DuckDB reads, so that they are read once and need not fit into its memory.</summary>
internal static class SpineRows
{
    private const string Position = "__position";

    /// <returns>A SELECT over the rows in their order.</returns>
    /// <param name="source">The rows.</param>
    /// <param name="table">The table to write.</param>
    /// <param name="session">The session that will read it.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="JobException">A value does not fit its column.</exception>
    public static async Task<string> WriteAsync(SpineSource source, DeltaTable table, DuckDbSession session, CancellationToken ct)
    {
        var schema = new TableSchema([.. source.Columns.Select(c => new TableColumn(c.Name, StoredType(c.Type))), new TableColumn(Position, new PrimitiveType("long"))]);
        var transaction = table.Create(schema);
        await using (var writer = transaction.OpenWriter())
        {
            foreach (var row in source.Rows) Write(source, writer, row);
            await writer.CloseAsync(ct);
        }

        var committed = (Committed)await transaction.CommitAsync(ct);
        return $"(SELECT * EXCLUDE ({Position}) FROM {await (await table.GetSnapshotAsync(committed.Version, ct)).Scan().ToSqlAsync(session, ct)} AS t ORDER BY t.{Position})";
    }

    private static void Write(SpineSource source, DataFileWriter writer, IReadOnlyList<object?> row)
    {
        if (row.Count != source.Columns.Count) throw new JobException(1, $"The spine: row {writer.Rows} (counted from 0) has {row.Count} values for {source.Columns.Count} columns.");
        for (var i = 0; i < row.Count; i++)
        {
            try
            {
                Append(writer.Columns[i], source.Columns[i].Type, ClrValues.FromClr(row[i], source.Columns[i].Type));
            }
            catch (Exception e) when (e is ArgumentException or OverflowException)
            {
                throw new JobException(1, $"The spine: column {source.Columns[i].Name} of row {writer.Rows} (counted from 0) is no {source.Columns[i].Type}. Nothing was built.", e);
            }
        }

        writer.Columns[row.Count].AppendInt64(writer.Rows);
        writer.EndRow();
    }

    private static void Append(ColumnBuffer buffer, DataType type, Value value)
    {
        if (value.IsNull)
        {
            buffer.AppendNull();
            return;
        }

        switch (type.Kind)
        {
            case TypeKind.Bool: buffer.AppendBool(value.AsBool); break;
            case TypeKind.Double: buffer.AppendDouble(value.AsDouble); break;
            case TypeKind.String: buffer.AppendBytes(System.Text.Encoding.UTF8.GetBytes(value.AsString)); break;
            case TypeKind.Binary: buffer.AppendBytes(value.AsBinary); break;
            case TypeKind.DoubleList: buffer.AppendDoubles(value.AsDoubleList); break;
            default: buffer.AppendInt64(value.AsInt64); break;
        }
    }

    private static DeltaType StoredType(DataType type) => type.Kind switch
    {
        TypeKind.Bool => new PrimitiveType("boolean"),
        TypeKind.Int64 => new PrimitiveType("long"),
        TypeKind.Decimal => new PrimitiveType($"decimal({type.Precision},{type.Scale})"),
        TypeKind.Double => new PrimitiveType("double"),
        TypeKind.String => new PrimitiveType("string"),
        TypeKind.Timestamp => new PrimitiveType("timestamp"),
        TypeKind.TimestampNtz => new PrimitiveType("timestamp_ntz"),
        TypeKind.Date => new PrimitiveType("date"),
        TypeKind.Binary => new PrimitiveType("binary"),
        _ => new ArrayType(new PrimitiveType("double"), ContainsNull: true),
    };
}
