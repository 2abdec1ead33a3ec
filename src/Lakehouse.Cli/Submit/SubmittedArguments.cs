using System.Diagnostics;

namespace Lakehouse.Cli.Submit;

/// <summary>Lets the program itself judge its arguments before a JVM is started for them.</summary>
internal static class SubmittedArguments
{
    /// <exception cref="UsageException">The program does not take them.</exception>
    public static async Task CheckAsync(string program, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments, "--check"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode == ExitCode.Usage) throw new UsageException((await error).Trim());
    }
}
