using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Lakehouse.Benchmarks;

/// <summary>The load generator of nghttp2 (Debian: nghttp2-client): one request, again and again.</summary>
internal sealed partial class H2Load(string bodyFile, int connections, int inFlight)
{
    /// <summary>Sends for so many seconds.</summary>
    /// <returns>The number of answers.</returns>
    /// <exception cref="InvalidOperationException">It is not installed, or a call failed.</exception>
    public async Task<long> RunAsync(Uri server, string path, int seconds, CancellationToken ct)
    {
        var start = new ProcessStartInfo("h2load") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])
            [
                "-D", $"{seconds}", "-c", $"{connections}", "-m", $"{inFlight}", "-t", "1", "-d", bodyFile, "-H", "content-type: application/grpc", "-H", "te: trailers", new Uri(server, path).ToString(),
            ]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        var match = Counts().Match(output);
        if (!match.Success || match.Groups["failed"].Value != "0") throw new InvalidOperationException($"h2load failed:\n{output}");
        return long.Parse(match.Groups["succeeded"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("(?<succeeded>[0-9]+) succeeded, (?<failed>[0-9]+) failed", RegexOptions.ExplicitCapture)]
    private static partial Regex Counts();
}
