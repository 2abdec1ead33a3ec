using System.ComponentModel;
using System.Diagnostics;

namespace Lakehouse.Interop.Tests;

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    /// <summary>Exit code and both outputs; exit code −1 when there is no such program.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string directory, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output, await errors);
        }
        catch (Win32Exception e)
        {
            return (-1, "", e.Message);
        }
    }
}
