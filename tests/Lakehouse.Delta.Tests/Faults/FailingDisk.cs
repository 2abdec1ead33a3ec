using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Tests.Faults;

/// <summary>A disk whose call number <see cref="FailAt"/> fails, as a full disk or a missing permission makes it fail.</summary>
internal sealed class FailingDisk : LocalDisk
{
    /// <summary>What the failing call throws.</summary>
    public Exception Fault { get; set; } = new IOException("No space left on device");

    /// <summary>Which call fails, from 0; −1 for none.</summary>
    public int FailAt { get; set; } = -1;

    /// <summary>Calls until now, by name.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>True once a call failed.</summary>
    public bool Failed => FailAt >= 0 && Calls.Count > FailAt;

    public override void CreateDirectory(string directory)
    {
        Step("make directory");
        base.CreateDirectory(directory);
    }

    /// <summary>A disk that fills up keeps the first bytes.</summary>
    public override async Task WriteAsync(string file, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        try
        {
            Step("write");
        }
        catch (IOException)
        {
            await base.WriteAsync(file, content[..(content.Length / 2)], ct);
            throw;
        }

        await base.WriteAsync(file, content, ct);
    }

    public override void SyncFile(string file)
    {
        Step("sync file");
        base.SyncFile(file);
    }

    public override void SyncDirectory(string directory)
    {
        Step("sync directory");
        base.SyncDirectory(directory);
    }

    public override bool TryLink(string file, string name)
    {
        Step("link");
        return base.TryLink(file, name);
    }

    public override void Replace(string file, string name)
    {
        Step("replace");
        base.Replace(file, name);
    }

    public override void Delete(string file)
    {
        Step("delete");
        base.Delete(file);
    }

    private void Step(string call)
    {
        Calls.Add(call);
        if (Calls.Count - 1 == FailAt) throw Fault;
    }
}
