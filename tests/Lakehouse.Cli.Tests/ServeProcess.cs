using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Lakehouse.Client;

namespace Lakehouse.Cli.Tests;

/// <summary><c>lakehouse serve</c> on a free port; killed at the end.</summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly GrpcChannel channel;

    private ServeProcess(Process process, Uri address, Uri? metrics)
    {
        (this.process, Metrics) = (process, metrics);
        channel = GrpcChannel.ForAddress(address);
        Address = address;
        Client = new(address, new() { Deadline = TimeSpan.FromSeconds(20), MaxAttempts = 1 });
    }

    public Uri Address { get; }

    public FeatureClient Client { get; }

    /// <summary>Where Prometheus reads; null without <c>--metrics-port</c>.</summary>
    public Uri? Metrics { get; }

    /// <summary>Lines of standard error so far.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<ServeProcess> StartAsync(TestLake lake, params string[] arguments)
    {
        var command = Path.Combine(AppContext.BaseDirectory, "lakehouse.dll");
        string[] port = arguments.Contains("--port") ? [] : ["--port", "0"];
        string[] call = [command, "serve", .. port, "--lake", lake.Root, "--json", .. arguments];
        var started = Process.Start(new ProcessStartInfo("dotnet", call) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var address = await AddressAsync(started);
        var made = new ServeProcess(started, address, arguments.Contains("--metrics-port") ? await AddressAsync(started) : null);
        started.ErrorDataReceived += (_, line) => made.Errors.Enqueue(line.Data ?? "");
        started.BeginErrorReadLine();
        return made;
    }

    /// <summary>Waits until a health name is as given; the test's own time limit ends it.</summary>
    public async Task UntilHealthAsync(string service, HealthCheckResponse.Types.ServingStatus status)
    {
        var health = new Health.HealthClient(channel);
        while ((await health.CheckAsync(new() { Service = service }, cancellationToken: Ct)).Status != status) await Task.Delay(50, Ct);
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    public Task KillAsync()
    {
        process.Kill();
        return process.WaitForExitAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        channel.Dispose();
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private static async Task<Uri> AddressAsync(Process started)
    {
        var line = await started.StandardOutput.ReadLineAsync(Ct) ?? throw new InvalidOperationException(await started.StandardError.ReadToEndAsync(Ct));
        return new(JsonDocument.Parse(line).RootElement.GetProperty("address").GetString()!);
    }
}
