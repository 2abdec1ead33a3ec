using Lakehouse.Delta.Internal;
using Lakehouse.Delta.Internal.Log;
using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta;

/// <summary>A table at one version: immutable.</summary>
public sealed class Snapshot
{
    private readonly Lazy<IReadOnlyList<DataFile>> files;
    private readonly Lazy<IReadOnlyDictionary<string, long>> transactions;

    internal Snapshot(DeltaTable table, TableState state)
    {
        Table = table;
        State = state;
        files = new(state.LiveFiles);
        transactions = new(() => state.Transactions.ToDictionary(t => t.Name, t => t.Version));
    }

    /// <summary>The table.</summary>
    public DeltaTable Table { get; }

    /// <summary>The version.</summary>
    public long Version => State.Version;

    /// <summary>When the version was committed, in milliseconds since the epoch (in-commit timestamp where enabled).</summary>
    public long CommitTimestampMillis => State.CommitTimestampMillis;

    /// <summary>The columns, partition columns included.</summary>
    public TableSchema Schema => State.Metadata.Schema;

    /// <summary>Logical names of the partition columns.</summary>
    public IReadOnlyList<string> PartitionColumns => State.Metadata.PartitionColumns;

    /// <summary>Table properties.</summary>
    public IReadOnlyDictionary<string, string> Configuration => State.Metadata.Configuration;

    /// <summary>Newest <c>txn</c> version by application id.</summary>
    public IReadOnlyDictionary<string, long> Transactions => transactions.Value;

    /// <summary>The live files, in the order in which they came.</summary>
    public IReadOnlyList<DataFile> Files => files.Value;

    internal TableState State { get; }

    /// <summary>A scan of all rows and columns.</summary>
    public Scan Scan() => new(this, Files, Predicates: [], Columns: null);

    /// <summary>A scan of the given files with this snapshot's schema: the sides of <see cref="DeltaTable.GetChangesAsync"/>.</summary>
    public Scan Scan(IReadOnlyList<DataFile> files) => new(this, files, Predicates: [], Columns: null);

    /// <summary>The bytes of a data file.</summary>
    /// <exception cref="DeltaException">The file is missing, or storage refused.</exception>
    public async Task<Stream> OpenFileAsync(DataFile file, CancellationToken ct)
    {
        using var located = await Table.Storage.LocateAsync([FileReference.To(file)], ct);
        return new FileStream(located.Names[0] ?? throw MissingFile(file), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
    }

    /// <summary>
    /// True when any reader of Parquet that finds columns by name gets these files' rows right: no partition columns, mapped columns, former types, rows deleted by vectors,
    /// columns without a type.
    /// </summary>
    /// <param name="files">Files of this snapshot, or sides of <see cref="DeltaTable.GetChangesAsync"/>.</param>
    public bool IsPlainParquet(IReadOnlyList<DataFile> files) =>
        PartitionColumns.Count == 0 && ProtocolGate.ColumnMappingMode(State) == "none" && !TypeChanges.HasAny(State.Metadata)
        && !Schema.Columns.Any(c => c.Type is PrimitiveType { Name: "void" }) && files.All(f => f is { DeletionVector: null, OnlyRows: null });

    /// <summary>Where a data file is for other programs: a local path, or <c>abfss://…</c>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="encoded">Whether characters are percent-encoded as java.net.URI prints them.</param>
    public string LocationOf(DataFile file, bool encoded = false)
    {
        var path = file.Key.Path;
        var location = Path.IsPathRooted(path) || path.Contains("://", StringComparison.Ordinal) ? path : $"{Table.Path}/{path}";
        return encoded ? DeltaPath.Encode(location) : location;
    }

    internal DeltaException MissingFile(DataFile file) => new(
        DeltaErrorCode.FileMissing,
        $"Table '{Table.Path}' names the data file '{file.Key.Path}', which is not there. Restore the file, or read a version that does not need it.");
}
