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
