using System.ComponentModel;
using System.Diagnostics;

namespace Lakehouse.Spark.TestHost;

/// <summary>What Spark needs of the machine.</summary>
public static class SparkRequirement
{
    // How xunit.v3 knows a skipped test in a library that does not refer to it.
    private const string Skip = "$XunitDynamicSkip$";
    private static readonly Lazy<string?> Missing = new(Find);

    /// <summary>Skips the test where Spark cannot run, and fails it in CI, where nothing may be missing; a fast run (<c>LAKEHOUSE_TEST_FAST=1</c>) leaves it out.</summary>
    public static void Verify()
    {
        if (Environment.GetEnvironmentVariable("LAKEHOUSE_TEST_FAST") == "1") throw new InvalidOperationException(Skip + "Left out of a fast run: it starts a JVM.");
        if (Missing.Value is not { } missing) return;
        throw new InvalidOperationException(Environment.GetEnvironmentVariable("CI") == "true" ? missing : Skip + missing);
    }

    private static string? Find()
    {
        if (OperatingSystem.IsWindows()) return "The jars of Spark are fetched by a shell script.";
        try
        {
            using var java = Process.Start(new ProcessStartInfo("java", ["-version"]) { RedirectStandardError = true })!;
            java.StandardError.ReadToEnd();
            java.WaitForExit();
            _ = SparkJars.Folder;
            return null;
        }
        catch (Win32Exception)
        {
            return "JDK 17 is needed to run Spark ('java' is not on PATH).";
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }
}
