using System.Text;

namespace Lakehouse.Cli.Output;

/// <summary>Bytes that wait in a temporary file until all of them may be shown.</summary>
internal sealed class SpoolFile : IAsyncDisposable
{
    private readonly FileStream stream = new(
        Path.Combine(Path.GetTempPath(), "lakehouse-" + Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);

    public Stream Stream => stream;

    /// <summary>Copies everything to a writer.</summary>
    public async ValueTask CopyToAsync(TextWriter target)
    {
        stream.Position = 0;
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var buffer = new char[1 << 15];
        for (int read; (read = await reader.ReadAsync(buffer)) > 0;) await target.WriteAsync(buffer.AsMemory(0, read));
        await target.FlushAsync();
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
