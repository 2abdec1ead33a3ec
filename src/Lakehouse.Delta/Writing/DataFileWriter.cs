using Lakehouse.Delta.Internal.Writing;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Lakehouse.Delta.Writing;

/// <summary>Writes rows column by column into Parquet files of one transaction.</summary>
/// <remarks>
/// Append exactly one value (or null) to every column, then call <see cref="EndRow"/>; or as many to each as <see cref="EndRows"/> then completes. Not thread-safe.
/// </remarks>
public sealed class DataFileWriter : IAsyncDisposable
{
    private readonly Transaction transaction;
    private readonly WriterOptions options;
    private readonly BufferedColumn[] buffers;
    private readonly StoredColumns stored;
    private readonly PartitionedRows? partitions;
    private readonly PartitionTarget target;
    private readonly GroupNode schema;
    private readonly WriterProperties properties;
    private readonly List<PendingFile> finished = [];
    private ParquetFileWriter? file;
    private string path = "";
    private string localPath = "";
    private long fileRows;
    private int groupRows;
    private bool closed;

    /// <param name="transaction">The transaction that gets the files.</param>
    /// <param name="options">Layout.</param>
    /// <param name="target">The one partition to write; null when rows name theirs.</param>
    internal DataFileWriter(Transaction transaction, WriterOptions options, PartitionTarget? target = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RowGroupRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FileRows, 1);
        this.transaction = transaction;
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FileBytes, 1);
        stored = StoredColumns.Of(transaction);
        this.options = options = options with { DictionaryColumns = [.. options.DictionaryColumns.Select(stored.StoredName)] };
        this.target = target ?? PartitionTarget.Root;
        if (target is null && stored.Partitions.Count > 0) partitions = new PartitionedRows(transaction, options, stored);
        foreach (var column in transaction.Schema.Columns.Where(StoredColumns.IsVoid)) throw ParquetLayout.Unsupported(column);
        var columns = partitions is null ? stored.Physical : [];
        buffers = [.. columns.Select(c => ParquetLayout.Buffer(c, options.RowGroupRows))];
        schema = ParquetLayout.Schema(columns, stored.FieldId);
        properties = ParquetLayout.Properties(columns, options);
    }

    /// <summary>The buffers by position in the schema, partition columns included.</summary>
    public IReadOnlyList<ColumnBuffer> Columns => partitions?.Columns ?? buffers;

    /// <summary>The most rows that <see cref="EndRows"/> may complete next; 1 where rows name their partition.</summary>
    public int Room => partitions is not null ? 1 : (int)Math.Min(options.RowGroupRows - groupRows, options.FileRows - fileRows - groupRows);

    /// <summary>Rows written so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Completes a row; writes a row group when one is full.</summary>
    /// <exception cref="DeltaException">Storage refused.</exception>
    public void EndRow() => EndRows(1);

    /// <summary>Completes rows, all columns of which have been appended; writes a row group when one is full.</summary>
    /// <param name="rows">At most <see cref="Room"/>.</param>
    /// <exception cref="DeltaException">Storage refused.</exception>
    public void EndRows(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Room);
        Rows += rows;
        if (partitions is not null)
        {
            if (rows == 1) partitions.EndRow();
            return;
        }

        groupRows += rows;
        if (groupRows == options.RowGroupRows || fileRows + groupRows == options.FileRows) FlushGroup();
    }

    /// <summary>Completes the last file, fsyncs, and adds all files to the transaction.</summary>
    /// <exception cref="DeltaException">Storage refused.</exception>
    public async Task CloseAsync(CancellationToken ct = default)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        ct.ThrowIfCancellationRequested();
        finished.AddRange(partitions?.TakeFiles() ?? []);
        Complete();
        var published = new List<PendingFile>();
        foreach (var pending in finished)
        {
            var durable = await transaction.Table.Storage.PublishAsync(pending.Path, ct);
            published.Add(pending with { Size = durable.Size, ModificationTimeMillis = durable.ModificationTimeMillis });
        }

        closed = true;
        finished.Clear();
        foreach (var pending in published) transaction.Add(pending);
    }

    /// <summary>Gives up what was not closed.</summary>
    public async ValueTask DisposeAsync()
    {
        Release();
        if (partitions is not null) await partitions.DisposeAsync();
        if (file is not null)
        {
            file.Dispose();
            await transaction.Table.Storage.DiscardAsync(path);
        }

        file = null;
        foreach (var pending in finished) await transaction.Table.Storage.DiscardAsync(pending.Path);
        finished.Clear();
    }

    /// <summary>Completes the file at hand and gives up all completed ones, which are not published yet.</summary>
    internal IReadOnlyList<PendingFile> TakeFiles()
    {
        Complete();
        PendingFile[] files = [.. finished];
        finished.Clear();
        return files;
    }

    /// <summary>Frees native memory of a writer whose files were taken.</summary>
    internal void Release()
    {
        closed = true;
        properties.Dispose();
        schema.Dispose();
    }

    private void Complete()
    {
        if (groupRows > 0) FlushGroup();
        if (file is not null) FinishFile();
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
        if (fileRows >= options.FileRows || new FileInfo(localPath).Length >= options.FileBytes) FinishFile();
    }

    private ParquetFileWriter OpenFile()
    {
        path = target.Directory + PendingFile.NewName();
        localPath = transaction.Table.Storage.BeginFile(path);
        return new ParquetFileWriter(localPath, schema, properties, PendingFile.KeyValueMetadata);
    }

    private void FinishFile()
    {
        Guarded(() =>
        {
            file!.Close();
            file.Dispose();
        });
        file = null;
        var stats = LeafStatistics.ToJson(fileRows, buffers.Select(b => b.TakeStatistics()).Where(l => stored.Indexed.Contains(l.Path)).ToList());
        finished.Add(new PendingFile(path, target.Values, Size: 0, ModificationTimeMillis: 0, fileRows, stats, options.Tags));
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
