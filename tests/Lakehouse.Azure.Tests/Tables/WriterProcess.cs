using System.Diagnostics;
using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta;

namespace Lakehouse.Azure.Tests.Tables;

/// <summary>This test assembly started again as a writer that appends until it is killed.</summary>
internal sealed class WriterProcess : IDisposable
{
    public const string Switch = "--writer";
    private readonly Process process;

    private WriterProcess(Process process) => this.process = process;

    public static WriterProcess Start(Uri endpoint, string table, string localDirectory)
    {
        var host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(host) == "dotnet") start.ArgumentList.Add(typeof(WriterProcess).Assembly.Location);
        foreach (var argument in (string[])[Switch, endpoint.ToString(), table, localDirectory]) start.ArgumentList.Add(argument);
        return new WriterProcess(Process.Start(start)!);
    }

    /// <summary>What the process does: appends the row id = version.</summary>
    public static async Task AppendForeverAsync(Uri endpoint, string table, string localDirectory)
    {
        var handle = new AzureTable(Development.Options(endpoint), localDirectory, table).Open();
        while (true)
        {
            var next = (await handle.GetSnapshotAsync()).Version + 1;
            if (await AzureTable.AppendAsync(handle, next, writer: null, CancellationToken.None) is not Committed) return;
        }
    }

    /// <summary>SIGKILL: the process gets no chance to clean up.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        process.Kill();
        await process.WaitForExitAsync(ct);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
