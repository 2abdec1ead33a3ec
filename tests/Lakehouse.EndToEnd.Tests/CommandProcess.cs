using System.Diagnostics;

namespace Lakehouse.EndToEnd.Tests;

/// <summary>The built command as a process of its own.</summary>
internal static class CommandProcess
{
    private static readonly string Dll = Path.Combine(FindRoot(), "artifacts", "bin", "Lakehouse.Cli", Configuration, "lakehouse.dll");

#if DEBUG
    private const string Configuration = "debug";
#else
    private const string Configuration = "release";
#endif

    public static Process Start(params IEnumerable<string> arguments) => Start(arguments, new Dictionary<string, string>());

    public static Process Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Dll, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs a call to its end.</summary>
    public static Task<(int ExitCode, string Out, string Error)> RunAsync(params IEnumerable<string> arguments) => RunAsync(arguments, new Dictionary<string, string>());

    /// <summary>Runs a call to its end, with environment variables of its own.</summary>
    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var ct = TestContext.Current.CancellationToken;
        using var process = Start(arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Runs a call that must succeed.</summary>
    public static async Task<string> SucceedAsync(params IEnumerable<string> arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);
        exitCode.Should().Be(0, error);
        return output;
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Lakehouse.sln"))) directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside a clone.");
        return directory.FullName;
    }
}
