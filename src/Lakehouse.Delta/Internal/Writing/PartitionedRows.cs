using Lakehouse.Delta.Writing;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Sends rows to the writers of their partitions.</summary>
/// <remarks>
/// 1. A row's values wait in cells, for the partition column may be the last.
/// 2. A row of the same partition as the one before goes to the same writer; else the writer is looked up by the texts of the partition values.
/// 3. At most <see cref="WriterOptions.OpenPartitions"/> writers are open: a further one completes the file of the one idle longest, so memory is bounded and input sorted by
/// partition gives whole files.
/// </remarks>
internal sealed class PartitionedRows : IAsyncDisposable
{
    private const int RowGroupShare = 4;
    private readonly Transaction transaction;
    private readonly WriterOptions options;
    private readonly StoredColumns stored;
    private readonly RowCell[] cells;
    private readonly RowCell[] keys;
    private readonly RowCell[] data;
    private readonly Dictionary<string, (DataFileWriter Writer, long LastRow)> open = [];
    private readonly List<PendingFile> finished = [];
    private long rows;

    public PartitionedRows(Transaction transaction, WriterOptions options, StoredColumns stored)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.OpenPartitions, 1);
        this.transaction = transaction;
        this.options = options with { RowGroupRows = Math.Max(options.RowGroupRows / RowGroupShare, 1) };
        this.stored = stored;
        foreach (var column in stored.Physical) _ = ParquetLayout.Buffer(column, capacity: 1);
        cells = [.. transaction.Schema.Columns.Select(c => new RowCell(c))];
        keys = [.. stored.Partitions.Select(p => cells.First(c => c.Column == p))];
        data = [.. stored.Logical.Select(l => cells.First(c => c.Column == l))];
    }

    /// <summary>A cell a column, by position in the schema.</summary>
    public IReadOnlyList<ColumnBuffer> Columns => cells;

    /// <summary>Hands the row to its partition.</summary>
    public void EndRow()
    {
        var values = Array.ConvertAll(keys, k => k.TakePartitionText(transaction.Table.Path));
        var key = string.Concat(values.Select(v => v is null ? "-" : $"{v.Length}:{v}"));
        var writer = open.TryGetValue(key, out var known) ? known.Writer : Open(values);
        open[key] = (writer, ++rows);
        for (var i = 0; i < data.Length; i++) data[i].MoveTo(writer.Columns[i]);
        writer.EndRow();
    }

    /// <summary>Completes all files and gives them up.</summary>
    public IReadOnlyList<PendingFile> TakeFiles()
    {
        foreach (var (writer, _) in open.Values) finished.AddRange(writer.TakeFiles());
        PendingFile[] files = [.. finished];
        finished.Clear();
        return files;
    }

    /// <summary>Gives up what was not taken.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (writer, _) in open.Values) await writer.DisposeAsync();
        foreach (var file in finished) await transaction.Table.Storage.DiscardAsync(file.Path);
        open.Clear();
        finished.Clear();
    }

    private DataFileWriter Open(string?[] values)
    {
        if (open.Count == options.OpenPartitions)
        {
            var (key, idle) = open.MinBy(o => o.Value.LastRow);
            finished.AddRange(idle.Writer.TakeFiles());
            open.Remove(key);
            idle.Writer.Release();
        }

        var target = new PartitionTarget(stored.Directory(values), stored.Partitions.Zip(values).ToDictionary(p => stored.Name(p.First), p => p.Second));
        return new DataFileWriter(transaction, options, target);
    }
}
