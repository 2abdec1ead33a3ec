namespace Lakehouse.Delta.Writing;

/// <summary>How data files are laid out.</summary>
public sealed record WriterOptions
{
    /// <summary>Rows of a row group.</summary>
    /// <value>The default is 122,880.</value>
    public int RowGroupRows { get; init; } = 122_880;

    /// <summary>Rows after which the next file begins.</summary>
    /// <value>The default is 4,000,000.</value>
    public long FileRows { get; init; } = 4_000_000;

    /// <summary>Columns that dictionary encoding serves (few different values in a row group), such as keys.</summary>
    public IReadOnlyList<string> DictionaryColumns { get; init; } = [];

    /// <summary>Tags of the add actions, or null.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}

/// <summary>Writes rows column by column into Parquet files of one transaction.</summary>
/// <remarks>Append exactly one value (or null) to every column, then call <see cref="EndRow"/>. Not thread-safe.</remarks>
public sealed class DataFileWriter : IAsyncDisposable
{
    /// <summary>The buffers by position in the schema.</summary>
    public IReadOnlyList<ColumnBuffer> Columns => throw new NotImplementedException();

    /// <summary>Rows written so far.</summary>
    public long Rows => throw new NotImplementedException();

    /// <summary>Completes a row; writes a row group when one is full.</summary>
    public void EndRow() => throw new NotImplementedException();

    /// <summary>Completes the last file, fsyncs, and adds all files to the transaction.</summary>
    public Task CloseAsync(CancellationToken ct = default) => throw new NotImplementedException();

    /// <summary>Gives up what was not closed.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

/// <summary>Values of one column for the row group at hand. Call only the method of the column's type.</summary>
public abstract class ColumnBuffer
{
    /// <summary>NULL.</summary>
    public abstract void AppendNull();

    /// <summary>long, integer, short, byte; a decimal's unscaled integer; a timestamp's microseconds; a date's days.</summary>
    public virtual void AppendInt64(long value) => throw new NotSupportedException();

    /// <summary>double or float.</summary>
    public virtual void AppendDouble(double value) => throw new NotSupportedException();

    /// <summary>boolean.</summary>
    public virtual void AppendBool(bool value) => throw new NotSupportedException();

    /// <summary>string (UTF-8) or binary.</summary>
    public virtual void AppendBytes(ReadOnlySpan<byte> value) => throw new NotSupportedException();

    /// <summary>array of double; elements may be null.</summary>
    public virtual void AppendDoubles(ReadOnlySpan<double?> values) => throw new NotSupportedException();
}
