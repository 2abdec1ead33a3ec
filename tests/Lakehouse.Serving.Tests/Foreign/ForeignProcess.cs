using System.ComponentModel;
using System.Diagnostics;

namespace Lakehouse.Serving.Tests.Foreign;

/// <summary>Programs that are not ours, run to their end.</summary>
internal static class ForeignProcess
{
    /// <summary>What a script says with its exit code where a program cannot be had.</summary>
    private const int Missing = 77;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Standard output of a program that must end well; a missing program skips at home and fails in CI.</summary>
    public static async Task<string> RunAsync(string program, string directory, params string[] arguments)
    {
        using var process = Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Limit);
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            if (process.ExitCode == Missing) Unavailable(program);
            process.ExitCode.Should().Be(0, $"{program} said: {output}{await error}");
            return output;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Unavailable(start.FileName);
            throw;
        }
    }

    private static void Unavailable(string program)
    {
        if (Environment.GetEnvironmentVariable("CI") is null) Assert.Skip($"{program} cannot be had here.");
        Assert.Fail($"{program} cannot be had, and this is CI.");
    }
}
