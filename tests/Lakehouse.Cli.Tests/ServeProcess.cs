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

    private ServeProcess(Process process, Uri address)
    {
        this.process = process;
        channel = GrpcChannel.ForAddress(address);
        Address = address;
        Client = new(address, new() { Deadline = TimeSpan.FromSeconds(20), MaxAttempts = 1 });
    }

    public Uri Address { get; }

    public FeatureClient Client { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<ServeProcess> StartAsync(TestLake lake, params string[] arguments)
    {
        var command = Path.Combine(AppContext.BaseDirectory, "lakehouse.dll");
        string[] port = arguments.Contains("--port") ? [] : ["--port", "0"];
        string[] call = [command, "serve", .. port, "--lake", lake.Root, "--json", .. arguments];
        var started = Process.Start(new ProcessStartInfo("dotnet", call) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var line = await started.StandardOutput.ReadLineAsync(Ct) ?? throw new InvalidOperationException(await started.StandardError.ReadToEndAsync(Ct));
        started.ErrorDataReceived += (_, _) => { };
        started.BeginErrorReadLine();
        return new(started, new Uri(JsonDocument.Parse(line).RootElement.GetProperty("address").GetString()!));
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
}
