using Lakehouse.Delta.Internal.Writing;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Lakehouse.Delta.Writing;

/// <summary>Writes rows column by column into Parquet files of one transaction.</summary>
/// <remarks>Append exactly one value (or null) to every column, then call <see cref="EndRow"/>. Not thread-safe.</remarks>
public sealed class DataFileWriter : IAsyncDisposable
{
    private readonly Transaction transaction;
    private readonly WriterOptions options;
    private readonly BufferedColumn[] buffers;
    private readonly GroupNode schema;
    private readonly WriterProperties properties;
    private readonly List<PendingFile> finished = [];
    private ParquetFileWriter? file;
    private string path = "";
    private long fileRows;
    private int groupRows;
    private bool closed;

    internal DataFileWriter(Transaction transaction, WriterOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RowGroupRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FileRows, 1);
        this.transaction = transaction;
        this.options = options;
        var columns = transaction.Schema.Columns;
        buffers = [.. columns.Select(c => ParquetLayout.Buffer(c, options.RowGroupRows))];
        schema = ParquetLayout.Schema(columns);
        properties = ParquetLayout.Properties(columns, options);
    }

    /// <summary>The buffers by position in the schema.</summary>
    public IReadOnlyList<ColumnBuffer> Columns => buffers;

    /// <summary>Rows written so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Completes a row; writes a row group when one is full.</summary>
    /// <exception cref="DeltaException">Storage refused.</exception>
    public void EndRow()
    {
        Rows++;
        groupRows++;
        if (groupRows == options.RowGroupRows || fileRows + groupRows == options.FileRows) FlushGroup();
    }

    /// <summary>Completes the last file, fsyncs, and adds all files to the transaction.</summary>
    /// <exception cref="DeltaException">Storage refused.</exception>
    public async Task CloseAsync(CancellationToken ct = default)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        ct.ThrowIfCancellationRequested();
        if (groupRows > 0) FlushGroup();
        if (file is not null) FinishFile();
        var published = new List<PendingFile>();
        foreach (var pending in finished)
        {
            var stored = await transaction.Table.Storage.PublishAsync(pending.Path, ct);
            published.Add(pending with { Size = stored.Size, ModificationTimeMillis = stored.ModificationTimeMillis });
        }

        closed = true;
        finished.Clear();
        foreach (var pending in published) transaction.Add(pending);
    }

    /// <summary>Gives up what was not closed.</summary>
    public async ValueTask DisposeAsync()
    {
        closed = true;
        properties.Dispose();
        schema.Dispose();
        if (file is not null)
        {
            file.Dispose();
            await transaction.Table.Storage.DiscardAsync(path);
        }

        file = null;
        foreach (var pending in finished) await transaction.Table.Storage.DiscardAsync(pending.Path);
        finished.Clear();
    }

    private void FlushGroup()
    {
        ObjectDisposedException.ThrowIf(closed, this);
        foreach (var buffer in buffers)
        {
            if (buffer.Rows == groupRows) continue;
            throw new InvalidOperationException(
                $"Column '{buffer.Column.Name}' got {buffer.Rows} values for {groupRows} rows: append one value or null to every column of a row.");
        }

        Guarded(() =>
        {
            file ??= OpenFile();
            using var group = file.AppendRowGroup();
            foreach (var buffer in buffers)
            {
                using var column = group.NextColumn();
                buffer.Flush(column);
            }
        });
        fileRows += groupRows;
        groupRows = 0;
        if (fileRows >= options.FileRows) FinishFile();
    }

    private ParquetFileWriter OpenFile()
    {
        path = PendingFile.NewName();
        return new ParquetFileWriter(transaction.Table.Storage.BeginFile(path), schema, properties, PendingFile.KeyValueMetadata);
    }

    private void FinishFile()
    {
        Guarded(() =>
        {
            file!.Close();
            file.Dispose();
        });
        file = null;
        var statistics = buffers.Select(b => b.TakeStatistics()).Take(LeafStatistics.DefaultIndexedColumns);
        var stats = LeafStatistics.ToJson(fileRows, statistics);
        finished.Add(new PendingFile(path, new Dictionary<string, string?>(), Size: 0, ModificationTimeMillis: 0, fileRows, stats, options.Tags));
        fileRows = 0;
    }

    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (ParquetException e)
        {
            throw PendingFile.Unwritable(transaction.Table, path, e);
        }
    }
}
