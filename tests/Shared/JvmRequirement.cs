using System.ComponentModel;
using System.Diagnostics;

namespace Lakehouse.Tests;

/// <summary>What a server on the JVM needs of the machine: a JDK and its jars.</summary>
/// <param name="name">The server as people call it.</param>
/// <param name="jars">The server as <c>infra/jars.sh</c> calls it.</param>
internal sealed class JvmRequirement(string name, string jars)
{
    // How xunit.v3 knows a skipped test in a library that does not refer to it.
    private const string Skip = "$XunitDynamicSkip$";
    private readonly Lazy<(string? Folder, string? Missing)> found = new(() => Find(name, jars));

    /// <summary>The folder that holds the jars.</summary>
    /// <exception cref="InvalidOperationException">Something is missing.</exception>
    public string Jars => found.Value.Folder ?? throw new InvalidOperationException(found.Value.Missing);

    /// <summary>Skips the test where the server cannot run, and fails it in CI, where nothing may be missing; a fast run (<c>LAKEHOUSE_TEST_FAST=1</c>) leaves it out.</summary>
    public void Verify()
    {
        if (Environment.GetEnvironmentVariable("LAKEHOUSE_TEST_FAST") == "1") throw new InvalidOperationException(Skip + "Left out of a fast run: it starts a JVM.");
        if (found.Value.Missing is not { } missing) return;
        throw new InvalidOperationException(Environment.GetEnvironmentVariable("CI") == "true" ? missing : Skip + missing);
    }

    private static (string? Folder, string? Missing) Find(string name, string jars)
    {
        if (OperatingSystem.IsWindows()) return (null, $"{name} is fetched and started by shell scripts.");
        try
        {
            Run(name, "java", "-version");
            return (Run(name, "bash", Path.Combine(Clone.Root, "infra", "jars.sh"), jars), null);
        }
        catch (Win32Exception)
        {
            return (null, $"JDK 17 and bash are needed to run {name}, and one is not on PATH.");
        }
        catch (InvalidOperationException e)
        {
            return (null, e.Message);
        }
    }

    private static string Run(string name, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{name} cannot run: {error.GetAwaiter().GetResult()}");
    }
}
