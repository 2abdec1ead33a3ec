using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Lakehouse.Cli.Cluster;

namespace Lakehouse.Client.Tests.Rolling;

/// <summary>One replica of the service: a process of <c>lakehouse serve</c> on a port of its own, which it gets again when it is replaced.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly string lake;
    private Process process = null!;

    private Replica(string lake, int port) => (this.lake, Address) = (lake, new Uri($"http://127.0.0.1:{port}"));

    public Uri Address { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Replica[]> StartAsync(string lake, int count)
    {
        var replicas = FreePorts(count).Select(port => new Replica(lake, port)).ToArray();
        await Task.WhenAll(replicas.Select(r => r.StartAsync()));
        return replicas;
    }

    /// <summary>Starts it, or its successor; returns when it listens.</summary>
    public async Task StartAsync()
    {
        string[] call =
        [
            Path.Combine(AppContext.BaseDirectory, "lakehouse.dll"), "serve", "--port", $"{Address.Port}", "--lake", lake, "--json",
            "--drain-delay", "1s", "--shutdown-timeout", "20s",
        ];
        process = Process.Start(new ProcessStartInfo("dotnet", call) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        if (await process.StandardOutput.ReadLineAsync(Ct) is null) throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(Ct));
    }

    /// <summary>SIGTERM; returns its exit code when it has ended.</summary>
    public async Task<int> TerminateAsync()
    {
        await Signals.SendAsync(process.Id, "TERM");
        await process.WaitForExitAsync(Ct);
        return process.ExitCode;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    /// <summary>Ports that were free together.</summary>
    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}
