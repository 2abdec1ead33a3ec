using System.Diagnostics;

namespace Lakehouse.Cassandra.TestHost;

/// <summary>A folder of nodes that ends with this process, however that ends.</summary>
/// <remarks>
/// 1. A shell waits for the end of its input, whose only writer is this process: the system closes it even after kill -9.
/// 2. It then kills each process whose pid a node's folder holds and whose command line names that folder, which also tells a reused pid, and removes the folder.
/// </remarks>
internal sealed class Janitor : IAsyncDisposable
{
    private const string Script =
        """
        trap '' HUP INT TERM
        while read -r _; do :; done
        for round in 1 2; do
          for file in "$0"/*/*/pid; do
            [ -f "$file" ] || continue
            pid=$(cat "$file")
            case "$(ps -ww -o command= -p "$pid" 2>/dev/null || tr '\0' ' ' <"/proc/$pid/cmdline")" in *"$0"*) kill -9 "$pid" ;; esac
          done
          sleep 0.2
        done
        rm -rf "$0"
        """;

    private readonly Process shell;

    public Janitor()
    {
        Folder = Directory.CreateTempSubdirectory("cassandra-tests-").FullName;
        shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script, Folder]) { RedirectStandardInput = true })!;
    }

    /// <summary>Where each cluster has a folder, and in it each node.</summary>
    public string Folder { get; }

    public async ValueTask DisposeAsync()
    {
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        shell.Dispose();
    }
}
