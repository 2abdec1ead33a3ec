using System.ComponentModel;
using System.Diagnostics;

namespace Lakehouse.Cassandra.TestHost;

/// <summary>What Cassandra needs of the machine.</summary>
public static class CassandraRequirement
{
    // How xunit.v3 knows a skipped test in a library that does not refer to it.
    private const string Skip = "$XunitDynamicSkip$";
    private static readonly Lazy<string?> Missing = new(Find);

    /// <summary>Skips the test where Cassandra cannot run, and fails it in CI, where nothing may be missing; a fast run (<c>LAKEHOUSE_TEST_FAST=1</c>) leaves it out.</summary>
    public static void Verify()
    {
        if (Environment.GetEnvironmentVariable("LAKEHOUSE_TEST_FAST") == "1") throw new InvalidOperationException(Skip + "Left out of a fast run: it starts a JVM.");
        if (Missing.Value is not { } missing) return;
        throw new InvalidOperationException(Environment.GetEnvironmentVariable("CI") == "true" ? missing : Skip + missing);
    }

    private static string? Find()
    {
        if (OperatingSystem.IsWindows()) return "Cassandra's nodes are started by shell scripts.";
        try
        {
            Run("java", "-version");
            Run("bash", Scripts.Path("jars.sh"), "cassandra");
            return null;
        }
        catch (Win32Exception)
        {
            return "JDK 17 and bash are needed to run Cassandra, and one is not on PATH.";
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _ = process.StandardOutput.ReadToEndAsync();
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"Cassandra cannot run: {said}");
    }
}
