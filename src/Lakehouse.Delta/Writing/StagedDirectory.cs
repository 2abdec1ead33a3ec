using Lakehouse.Delta.Internal.Writing;

namespace Lakehouse.Delta.Writing;

/// <summary>A directory inside the table into which another program, such as Spark, writes Parquet files that a transaction then commits; no reader sees it before.</summary>
/// <remarks>
/// A lost race deletes it with all that is in it, and so does disposal where no commit was tried. What a killed process, or a commit whose outcome is
/// unknown, leaves behind is garbage that vacuum takes.
/// </remarks>
public sealed class StagedDirectory : IAsyncDisposable
{
    private const string Prefix = "staged-";

    private readonly Transaction transaction;

    internal StagedDirectory(Transaction transaction)
    {
        this.transaction = transaction;
        Name = $"{Prefix}{Guid.NewGuid():N}";
    }

    /// <summary>Its name below the table's root; no other has or will have it.</summary>
    public string Name { get; }

    /// <summary>Where it is for other programs: a local path, or <c>abfss://…</c>. It does not exist before something is written.</summary>
    public string Location => transaction.Table.Path + "/" + Name;

    /// <summary>Adds the Parquet files in it, at any depth, to the transaction, in order of their paths; rows and statistics are read from their footers.</summary>
    /// <remarks>Call it once, when nobody writes there any more. Files without rows, and hidden ones, are deleted.</remarks>
    /// <param name="tags">Tags of a file's add action by its path in the directory; null for none.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The files, with paths below the table's root.</returns>
    /// <exception cref="DeltaException">
    /// The columns of a file are not the schema's, a NOT NULL column has a NULL, or the table has partitions, constraints or mapped columns, which another program may break.
    /// </exception>
    public Task<IReadOnlyList<StagedFile>> AddFilesAsync(Func<string, IReadOnlyDictionary<string, string>?>? tags = null, CancellationToken ct = default) =>
        new ForeignFiles(transaction, Name).AddAsync(tags ?? (_ => null), ct);

    /// <summary>Deletes the directory unless a commit was tried with it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!transaction.IsCommitTried) await transaction.Table.Storage.DiscardTreeAsync(Name);
    }

    /// <summary>True for the name of such a directory.</summary>
    internal static bool IsName(string directory) => directory.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(directory.AsSpan(Prefix.Length), "N", out _);
}
