using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Tests.Faults.PowerCut;

/// <summary>Does what it is asked to, and writes it down.</summary>
internal sealed class RecordingDisk : LocalDisk
{
    private readonly HashSet<string> known = [];

    public List<DiskStep> Steps { get; } = [];

    public override void CreateDirectory(string directory)
    {
        base.CreateDirectory(directory);
        Steps.Add(new DirectoryMade(directory));
    }

    public override async Task WriteAsync(string file, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await base.WriteAsync(file, content, ct);
        Steps.Add(new FileMade(file, content.ToArray()));
        known.Add(file);
    }

    /// <summary>A file that DuckDB or ParquetSharp wrote is first seen here; that it came into being earlier makes no difference, for nothing rests on it before.</summary>
    public override void SyncFile(string file)
    {
        base.SyncFile(file);
        if (known.Add(file)) Steps.Add(new FileMade(file, File.ReadAllBytes(file)));
        Steps.Add(new FileSynced(file));
    }

    public override void SyncDirectory(string directory)
    {
        base.SyncDirectory(directory);
        Steps.Add(new DirectorySynced(directory));
    }

    public override bool TryLink(string file, string name)
    {
        if (!base.TryLink(file, name)) return false;
        Steps.Add(new FileLinked(file, name));
        return true;
    }

    public override void Replace(string file, string name)
    {
        base.Replace(file, name);
        Steps.Add(new FileRenamed(file, name));
    }

    public override void Delete(string file)
    {
        base.Delete(file);
        Steps.Add(new FileDeleted(file));
    }
}
