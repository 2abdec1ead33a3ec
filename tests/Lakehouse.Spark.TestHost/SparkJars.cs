using System.Diagnostics;

namespace Lakehouse.Spark.TestHost;

/// <summary>Spark's jars, fetched once into the clone's <c>.data</c>.</summary>
public static class SparkJars
{
    private static readonly Lazy<string> Lazy = new(Fetch);

    /// <summary>The folder that holds them.</summary>
    /// <exception cref="InvalidOperationException">They cannot be fetched.</exception>
    public static string Folder => Lazy.Value;

    /// <summary>Options with which a JVM that has these jars first in its class path maps Spark's classes instead of loading them; empty until a test has recorded them.</summary>
    public static string SharedClasses => new ClassArchive(Folder).SharedOptions;

    private static string Fetch()
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Clone.Root, "infra", "jars.sh"), "spark"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"Spark's jars cannot be fetched: {error.GetAwaiter().GetResult()}");
    }
}
