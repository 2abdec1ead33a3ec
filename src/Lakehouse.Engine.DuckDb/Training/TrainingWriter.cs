using Lakehouse.Delta;
using Lakehouse.Delta.Writing;
using Lakehouse.Engine.DuckDb.Internal.Rows;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>Writes the blocks of a training set's columns into the files of a transaction and digests them on the way.</summary>
internal sealed class TrainingWriter : IAsyncDisposable
{
    private const int GroupRows = 122_880;
    private const int FileGroups = 32;

    private readonly DataFileWriter writer;
    private readonly ColumnDigest digest;
    private readonly int[] staleFlags;

    /// <param name="transaction">The transaction.</param>
    /// <param name="columns">The columns of its schema.</param>
    /// <param name="keys">Columns whose values repeat.</param>
    public TrainingWriter(Transaction transaction, IReadOnlyList<OutputColumn> columns, IReadOnlyList<string> keys)
    {
        var dictionaries = columns.Where(c => c.Name.EndsWith("__status", StringComparison.Ordinal)).Select(c => c.Name);
        writer = transaction.OpenWriter(new WriterOptions { RowGroupRows = GroupRows, FileRows = FileGroups * GroupRows, DictionaryColumns = [.. keys, .. dictionaries] });
        digest = new ColumnDigest(columns.Select(c => (c.Name, ColumnTypes.Name(c.StoredType), c.Type)));
        staleFlags = [.. Enumerable.Range(0, columns.Count).Where(i => columns[i].IsStaleFlag)];
    }

    /// <summary>Rows that a stale flag is set in.</summary>
    public long StaleRows { get; private set; }

    /// <summary>Appends a chunk; a part of it never reaches beyond the row group at hand.</summary>
    public void Append(IReadOnlyList<ColumnBlock> blocks, int rows)
    {
        digest.Append(blocks);
        if (staleFlags.Length > 0) StaleRows += Enumerable.Range(0, rows).LongCount(row => Array.Exists(staleFlags, i => blocks[i].Slots[row] != 0));
        for (var from = 0; from < rows;)
        {
            var to = (int)Math.Min(rows, from + GroupRows - (writer.Rows % GroupRows));
            for (var i = 0; i < blocks.Count; i++) blocks[i].WriteTo(writer.Columns[i], from, to);
            for (; from < to; from++) writer.EndRow();
        }
    }

    /// <summary>Completes the files.</summary>
    public async Task<TrainingDigest> CloseAsync(CancellationToken ct)
    {
        await writer.CloseAsync(ct);
        return digest.Finish(writer.Rows);
    }

    public ValueTask DisposeAsync()
    {
        digest.Dispose();
        return writer.DisposeAsync();
    }
}
