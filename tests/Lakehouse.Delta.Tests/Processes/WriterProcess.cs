using System.Diagnostics;

namespace Lakehouse.Delta.Tests.Processes;

/// <summary>This test assembly started again as a writer; it prints one line a step.</summary>
internal sealed class WriterProcess : IDisposable
{
    public const string Switch = "--writer";
    private readonly Process process;

    private WriterProcess(Process process) => this.process = process;

    public static WriterProcess Start(params IEnumerable<string> command)
    {
        var host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(host) == "dotnet") start.ArgumentList.Add(typeof(WriterProcess).Assembly.Location);
        foreach (var argument in command.Prepend(Switch)) start.ArgumentList.Add(argument);
        return new WriterProcess(Process.Start(start)!);
    }

    public async Task<string?> ReadLineAsync(CancellationToken ct) => await process.StandardOutput.ReadLineAsync(ct);

    /// <summary>The rest of the lines, once the process has ended.</summary>
    public async Task<(string[] Lines, int ExitCode)> FinishAsync(CancellationToken ct)
    {
        var rest = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (rest.Split('\n', StringSplitOptions.RemoveEmptyEntries), process.ExitCode);
    }

    /// <summary>SIGKILL: the process gets no chance to clean up.</summary>
    public void Kill() => process.Kill();

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
