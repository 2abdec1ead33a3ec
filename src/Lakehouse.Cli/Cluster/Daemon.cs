using System.Diagnostics;
using System.Globalization;

namespace Lakehouse.Cli.Cluster;

/// <summary>A process that outlives the command that started it, known again by its pid and the time of its start.</summary>
/// <param name="Role">What it is, for people.</param>
/// <param name="Pid">Its pid.</param>
/// <param name="StartedMillis">Start of the process in milliseconds since 1970: a pid alone may be another process by now.</param>
/// <param name="Log">The file of all that it says.</param>
internal sealed record Daemon(string Role, int Pid, long StartedMillis, string Log)
{
    /// <summary>What the system's clock for process starts may differ by between two readers.</summary>
    private const long Blur = 2_000;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    // Ignored signals stay ignored in what replaces the shell: neither Ctrl-C nor the end of the terminal ends the daemon.
    private const string Detached = """trap "" HUP INT; exec "$@" >>"$0" 2>&1 </dev/null""";

    /// <summary>True while the very process runs.</summary>
    public bool IsAlive
    {
        get
        {
            using var process = TryFind();
            return process is not null;
        }
    }

    /// <summary>Starts a program.</summary>
    public static Daemon Start(string role, string log, IEnumerable<string> command, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Detached, log, .. command]) { UseShellExecute = false };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        return new(role, process.Id, MillisOf(process), log);
    }

    /// <summary>Asks it to end, and ends it after ten seconds; nothing where it is gone already.</summary>
    public async Task StopAsync()
    {
        using var process = TryFind();
        if (process is null) return;
        await Signals.SendAsync(process.Id, "TERM");
        using var patience = new CancellationTokenSource(Grace);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>The last lines of its log.</summary>
    public string Tail(int lines) => File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(lines)) : "";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Role} (process {Pid})");

    private Process? TryFind()
    {
        try
        {
            var process = Process.GetProcessById(Pid);
            if (!process.HasExited && Math.Abs(MillisOf(process) - StartedMillis) <= Blur) return process;
            process.Dispose();
            return null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static long MillisOf(Process process) => new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds();
}
