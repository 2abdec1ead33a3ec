using System.Diagnostics;

namespace Lakehouse.Cli.Cluster;

/// <summary>Signals to other processes, which .NET cannot send.</summary>
internal static class Signals
{
    /// <summary>Sends a signal by its name without SIG; a process that is gone is none.</summary>
    public static async Task SendAsync(int pid, string signal)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "kill -s \"$0\" \"$1\" 2>/dev/null", signal, $"{pid}"]) { UseShellExecute = false };
        using var kill = Process.Start(start)!;
        await kill.WaitForExitAsync(CancellationToken.None);
    }
}
