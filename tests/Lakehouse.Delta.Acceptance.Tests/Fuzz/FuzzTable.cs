using System.Collections;
using System.Globalization;

namespace Lakehouse.Delta.Acceptance.Tests.Fuzz;

/// <summary>A table in memory (where the system has a file system there) whose files are changed one at a time.</summary>
internal sealed class FuzzTable : IDisposable
{
    private const string MemoryFileSystem = "/dev/shm";
    private readonly string directory;
    private readonly Dictionary<string, byte[]> files = [];

    public FuzzTable(string source)
    {
        directory = Path.Combine(Directory.Exists(MemoryFileSystem) ? MemoryFileSystem : Path.GetTempPath(), $"lakehouse-fuzz-{Guid.NewGuid():N}");
        Cases.ScratchTable.Copy(source, directory);
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
            files[Path.GetRelativePath(directory, file).Replace(Path.DirectorySeparatorChar, '/')] = File.ReadAllBytes(file);
    }

    public IReadOnlyDictionary<string, byte[]> Files => files;

    /// <summary>A version, or the newest one.</summary>
    public Task<Snapshot> SnapshotAsync(long? version, CancellationToken ct) => DeltaTable.ForPath(directory).GetSnapshotAsync(version, ct);

    /// <summary>The rows as one text.</summary>
    public static async Task<string> RowsAsync(Snapshot snapshot, CancellationToken ct)
    {
        var rows = new List<string>();
        await foreach (var row in snapshot.Scan().ReadRowsAsync(ct)) rows.Add(string.Join("|", row.Select(Text)));
        rows.Sort(StringComparer.Ordinal);
        return string.Join("\n", rows);
    }

    /// <summary>What a version is by the log alone, deletion vectors aside: equal logs give equal rows.</summary>
    public static string Log(Snapshot snapshot)
    {
        var files = snapshot.Files.Select(f => $"{f.Path}|{string.Join(",", f.PartitionValues.OrderBy(p => p.Key))}|{f.Size}|{f.LiveRecordCount}|{f.HasDeletionVector}");
        return $"{string.Join(",", snapshot.Schema.Columns)}\n{string.Join(",", snapshot.PartitionColumns)}\n"
            + $"{string.Join(",", snapshot.Configuration.OrderBy(c => c.Key))}\n{string.Join("\n", files.Order(StringComparer.Ordinal))}";
    }

    public void Apply(Mutation mutation) => Write(mutation.File, mutation.Content);

    public void Undo(Mutation mutation) => Write(mutation.File, files[mutation.File]);

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private void Write(string file, byte[]? content)
    {
        var path = Path.Combine(directory, file);
        if (content is null) File.Delete(path);
        else File.WriteAllBytes(path, content);
    }

    private static string Text(object? value) => value switch
    {
        null => "NULL",
        byte[] bytes => Convert.ToHexString(bytes),
        string text => text,
        IDictionary map => "{" + string.Join(",", map.Keys.Cast<object>().Select(k => $"{Text(k)}:{Text(map[k])}").Order(StringComparer.Ordinal)) + "}",
        IEnumerable list => "[" + string.Join(",", list.Cast<object?>().Select(Text)) + "]",
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
