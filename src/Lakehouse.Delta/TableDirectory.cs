using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta;

/// <summary>A directory that holds tables and small files, on the local disk or in an object store.</summary>
public sealed class TableDirectory
{
    private readonly TableLocation location;
    private readonly StorageOptions options;
    private readonly Lazy<IStorage> storage;

    private TableDirectory(TableLocation location, StorageOptions options)
    {
        this.location = location;
        this.options = options;
        storage = new(() => location.Open(options));
    }

    /// <summary>The directory without a trailing slash: a full local path, or <c>abfss://container@account.dfs.core.windows.net/path</c>.</summary>
    public string Path => location.Root;

    /// <summary>True when it lies in an object store.</summary>
    public bool IsRemote => location.IsRemote;

    /// <summary>The directory that a text names, whether or not it exists.</summary>
    /// <param name="path">A local path relative to the current directory, a <c>file:</c> URI, or <c>abfss://…</c>.</param>
    /// <param name="options">How remote stores are reached.</param>
    /// <exception cref="DeltaException">The text names no such place.</exception>
    public static TableDirectory For(string path, StorageOptions? options = null) => new(TableLocation.Parse(path), options ?? new StorageOptions());

    /// <summary>The handle of a table, whether or not it exists yet.</summary>
    /// <param name="path">Relative to the directory, with <c>/</c> between names; or absolute, or a URI.</param>
    /// <param name="clock">The clock of commit times; the system's by default.</param>
    /// <exception cref="DeltaException">The path names no place.</exception>
    public DeltaTable Table(string path, TimeProvider? clock = null) => DeltaTable.At(location.Resolve(path), clock ?? TimeProvider.System, options);

    /// <summary>The content of a small file directly in the directory, or null when there is none.</summary>
    /// <exception cref="DeltaException">Storage refused.</exception>
    public Task<byte[]?> ReadFileAsync(string name, CancellationToken ct) => storage.Value.ReadAsync(name, ct);
}
