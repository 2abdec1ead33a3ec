using Apache.Arrow;
using Apache.Arrow.Ipc;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Pipelines.Internal.Training.Export;

/// <summary>One Arrow IPC file of record batches of 65,536 rows, not compressed.</summary>
internal static class ArrowExport
{
    private const int BatchRows = 65_536;

    public static async Task WriteAsync(
        DuckDbSession session, string from, IReadOnlyList<ExportColumn> columns, IReadOnlyList<KeyValuePair<string, string>> metadata, string file, CancellationToken ct)
    {
        IReadOnlyList<ArrowColumn> builders = [.. columns.Select(ArrowColumn.Of)];
        var schema = new Schema([.. columns.Zip(builders, (c, b) => new Field(c.Name, b.Type, nullable: true))], metadata);
        await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
        using var writer = new ArrowFileWriter(stream, schema);
        writer.WriteStart();
        var rows = 0;
        session.Stream(ExportColumn.Query(columns, from), chunk =>
        {
            for (var i = 0; i < builders.Count; i++) builders[i].Append(chunk, i);
            rows += chunk.Rows;
            if (rows >= BatchRows) Flush();
        }, ct);
        if (rows > 0) Flush();
        await writer.WriteEndAsync(ct);

        void Flush()
        {
            using var batch = new RecordBatch(schema, builders.Select(b => b.Build()), rows);
            writer.WriteRecordBatch(batch);
            rows = 0;
        }
    }
}
