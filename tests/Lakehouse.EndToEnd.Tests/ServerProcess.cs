using System.Diagnostics;
using System.Text.Json;

namespace Lakehouse.EndToEnd.Tests;

/// <summary><c>lakehouse serve</c> on a free port; stopped at the end.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<ServerProcess> StartAsync(string lake)
    {
        var started = CommandProcess.Start("serve", "--port", "0", "--lake", lake, "--json");
        var line = await started.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            ?? throw new InvalidOperationException(await started.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        return new(started, new Uri(JsonDocument.Parse(line).RootElement.GetProperty("address").GetString()!));
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
