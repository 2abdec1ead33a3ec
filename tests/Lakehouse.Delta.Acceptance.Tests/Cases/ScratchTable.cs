namespace Lakehouse.Delta.Acceptance.Tests.Cases;

/// <summary>A copy of a case's table, made as the case wants it: paths of its log rewritten, modification times set.</summary>
public sealed class ScratchTable : IDisposable
{
    /// <summary>A shallow clone that names files of its sibling by a relative path.</summary>
    private const string Clone = "trino-oss-clone-merge-relative";
    private const string CloneSource = "trino-oss-clone-merge-source";
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("lakehouse-case-");

    /// <summary>Copies the table.</summary>
    public ScratchTable(string archiveRoot, Case @case)
    {
        Path = CopyOf(archiveRoot, @case);
        if (@case.Id == Clone) CopyOf(archiveRoot, CaseArchive.Find(CloneSource));
        foreach (var (from, to) in @case.Rewrite) Rewrite(from, to.Replace("{CASES}", archiveRoot).Replace("{TABLE}", Path));
        foreach (var (file, millis) in @case.Mtimes) File.SetLastWriteTimeUtc(System.IO.Path.Combine(Log, file), DateTimeOffset.FromUnixTimeMilliseconds(millis).UtcDateTime);
    }

    /// <summary>The table's directory.</summary>
    public string Path { get; }

    private string Log => System.IO.Path.Combine(Path, "_delta_log");

    /// <summary>Copies a directory with all below it.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
        foreach (var child in Directory.EnumerateDirectories(from)) Copy(child, System.IO.Path.Combine(to, System.IO.Path.GetFileName(child)));
    }

    /// <inheritdoc/>
    public void Dispose() => directory.Delete(recursive: true);

    private string CopyOf(string archiveRoot, Case @case)
    {
        var copy = System.IO.Path.Combine(directory.FullName, @case.Path);
        Copy(System.IO.Path.Combine(archiveRoot, @case.Path), copy);
        return copy;
    }

    private void Rewrite(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(Log, "*.json"))
        {
            var text = File.ReadAllText(file);
            if (text.Contains(from, StringComparison.Ordinal)) File.WriteAllText(file, text.Replace(from, to));
        }
    }
}
