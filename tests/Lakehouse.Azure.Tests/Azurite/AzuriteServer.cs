using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Lakehouse.Azure.Tests.Azurite;

/// <summary>A running Azurite Blob service that keeps everything in memory.</summary>
internal sealed partial class AzuriteServer : IDisposable
{
    private readonly Process process;

    private AzuriteServer(Process process, Uri endpoint)
    {
        this.process = process;
        Endpoint = endpoint;
    }

    /// <summary>The address of the development account.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts one on a free port.</summary>
    /// <param name="arguments">Further arguments.</param>
    /// <param name="ct">Cancels the start.</param>
    public static async Task<AzuriteServer> StartAsync(IEnumerable<string> arguments, CancellationToken ct)
    {
        var script = await AzuriteInstall.EnsureAsync(ct);
        var start = new ProcessStartInfo("node", [script, "--blobPort", "0", "--inMemoryPersistence", "--disableTelemetry", "--silent", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        var process = Process.Start(start)!;
        var seen = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            seen.Add(line);
            if (Listening().Match(line) is { Success: true } match) return new AzuriteServer(process, new Uri($"{match.Groups["address"].Value}/{Emulator.Development.Account}"));
        }

        throw new InvalidOperationException($"Azurite did not start: {string.Join(' ', seen)} {await process.StandardError.ReadToEndAsync(ct)}");
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    [GeneratedRegex(@"listens on (?<address>https?://[0-9.:]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Listening();
}
