using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Internal.Maintenance;

/// <summary>Which files a table's store holds: one listing of its tree, and a look-up for each file that is not in it.</summary>
internal sealed class StoredFiles
{
    private readonly DeltaTable table;
    private readonly Dictionary<string, StoredFile> tree;

    private StoredFiles(DeltaTable table, Dictionary<string, StoredFile> tree)
    {
        this.table = table;
        this.tree = tree;
    }

    /// <summary>The files below the table's root, by their paths.</summary>
    public IReadOnlyCollection<StoredFile> Tree => tree.Values;

    public static async Task<StoredFiles> ListAsync(DeltaTable table, CancellationToken ct)
    {
        var files = new Dictionary<string, StoredFile>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        await foreach (var file in table.Storage.ListTreeAsync("", ct)) files[file.Name] = file;
        return new StoredFiles(table, files);
    }

    /// <summary>What is wrong with a file that the log names, or with its deletion vector's; null when both are there.</summary>
    public async Task<string?> ProblemAsync(DataFile file, CancellationToken ct)
    {
        if (await SizeAsync(file.Key.Path, ct) is not { } size) return $"'{file.Key.Path}' is not there";
        if (size != file.Size) return $"'{file.Key.Path}' has {size} bytes, not {file.Size}";
        try
        {
            return file.DeletionVector?.FilePath(table.Path) is { } vector && await SizeAsync(vector, ct) is null ? $"'{vector}' (a deletion vector) is not there" : null;
        }
        catch (Exception e) when (e is FormatException or DeltaException { Code: DeltaErrorCode.UnsupportedFeature })
        {
            return $"the deletion vector of '{file.Key.Path}' cannot be found: {e.Message}";
        }
    }

    private async Task<long?> SizeAsync(string path, CancellationToken ct)
    {
        if (tree.TryGetValue(path, out var file)) return file.Size;

        // The listing leaves out what lies outside the root, and behind linked directories.
        using var located = await table.Storage.LocateAsync([new FileReference(path)], ct);
        return located.Names[0] is { } name ? new FileInfo(name).Length : null;
    }
}
