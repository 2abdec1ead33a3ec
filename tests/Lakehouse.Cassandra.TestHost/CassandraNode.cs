using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Lakehouse.Cassandra.TestHost;

/// <summary>One node of a cluster, and what can happen to it.</summary>
public sealed class CassandraNode
{
    private const string LoggingTo = """exec "$@" >>"$0" 2>&1 </dev/null""";
    private const int TailLines = 12;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string folder;
    private readonly bool tls;
    private readonly IPEndPoint own;
    private readonly string[] command;
    private Process? process;

    internal CassandraNode(string folder, IPEndPoint own, IPEndPoint endPoint, bool tls, IReadOnlyList<string> options)
    {
        (this.folder, this.own, this.tls, EndPoint) = (folder, own, tls, endPoint);
        command = ["bash", Scripts.Path("cassandra", "node.sh"), folder, .. options];
    }

    /// <summary>Where clients reach it: itself, or the proxy before it.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The proxy before it; null unless the settings ask for it.</summary>
    public SlowProxy? Proxy { get; internal init; }

    /// <summary>True while its process exists, paused or not.</summary>
    public bool IsRunning => process is { HasExited: false };

    /// <summary>Its process.</summary>
    /// <exception cref="InvalidOperationException">It does not run.</exception>
    public int ProcessId => IsRunning ? process!.Id : throw new InvalidOperationException($"The node {own} does not run.");

    /// <summary>The file of all that it says.</summary>
    public string Log => Path.Combine(folder, "log");

    /// <summary>True while hints for other nodes wait here: rows that those nodes have missed and will be sent.</summary>
    public bool HoldsHints => Directory.Exists(Hints) && Directory.EnumerateFiles(Hints, "*.hints").Any();

    private string Hints => Path.Combine(folder, "data", "hints");

    /// <summary>Starts its process again on the same data and waits until it serves.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        Launch();
        await WaitUntilServingAsync(ct);
    }

    /// <summary>Ends it as a crash does: kill -9.</summary>
    public Task KillAsync() => EndAsync(Signals.Kill);

    /// <summary>Ends it as an operator does: SIGTERM, which flushes and tells the others.</summary>
    public Task StopAsync() => EndAsync(Signals.Terminate);

    /// <summary>Stops it where it stands (SIGSTOP): connections stay open and nothing is answered.</summary>
    public void PauseProcess() => Signals.Send(ProcessId, Signals.Stop);

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void ResumeProcess() => Signals.Send(ProcessId, Signals.Continue);

    /// <summary>Its address and its log's end, for the messages of failed tests.</summary>
    public override string ToString() => $"{own} ({(IsRunning ? $"process {ProcessId}" : "gone")}); its log ends:\n{Tail()}";

    internal void Launch()
    {
        if (IsRunning) throw new InvalidOperationException($"The node {own} runs already.");
        Directory.CreateDirectory(folder);
        process?.Dispose();
        process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", LoggingTo, Log, .. command, .. CassandraRequirement.Classes.JavaOptions.SelectMany(o => (string[])["--java-option", o])]))!;
    }

    internal async Task WaitUntilServingAsync(CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await ServesAsync(ct))
        {
            if (!IsRunning) throw new NodeEndedException($"A node ended while it started: {this}");
            if (Stopwatch.GetElapsedTime(start) > Patience) throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"A node does not serve after {Patience.TotalSeconds} s: {this}"));
            await Task.Delay(Pause, ct);
        }
    }

    internal Task<CqlClient> ConnectAsync(CancellationToken ct) => CqlClient.ConnectAsync(own, tls, ct);

    private async Task<bool> ServesAsync(CancellationToken ct)
    {
        try
        {
            await using var client = await ConnectAsync(ct);
            await client.OptionsAsync(ct);
            return true;
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or IOException)
        {
            return false;
        }
    }

    private async Task EndAsync(int signal)
    {
        if (!IsRunning) return;
        Signals.Send(ProcessId, signal);
        // A paused process does not see the request to end before it goes on.
        Signals.Send(ProcessId, Signals.Continue);
        await process!.WaitForExitAsync();
        File.Delete(Path.Combine(folder, "pid"));
    }

    private string Tail() => File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(TailLines)) : "";
}
