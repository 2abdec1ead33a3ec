using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Lakehouse.Engine.Spark.Launch;

/// <summary>An installation of Spark: a folder with <c>jars/</c>, and with <c>bin/</c> where it is a whole distribution.</summary>
public sealed partial record SparkHome
{
    private SparkHome(string path, string version, string scalaVersion) => (Path, Version, ScalaVersion) = (path, version, scalaVersion);

    /// <summary>The folder, absolute.</summary>
    public string Path { get; }

    /// <summary>Spark's version, for example <c>3.5.9</c>.</summary>
    public string Version { get; }

    /// <summary>Scala's version, for example <c>2.12</c>.</summary>
    public string ScalaVersion { get; }

    /// <summary>The folder of its jars itself, where <c>jars</c> is a link to one: a JVM's class archive holds for one class path only.</summary>
    public string Jars => Directory.ResolveLinkTarget(System.IO.Path.Combine(Path, "jars"), returnFinalTarget: true)?.FullName ?? System.IO.Path.Combine(Path, "jars");

    /// <summary>The script <c>bin/spark-submit</c>; null where there are only jars.</summary>
    public string? SubmitScript => System.IO.Path.Combine(Path, "bin", "spark-submit") is var script && File.Exists(script) ? script : null;

    /// <summary>What a JVM from 17 on must be told for Spark, which <c>bin/spark-submit</c> tells it too.</summary>
    public static IReadOnlyList<string> JvmOptions { get; } =
    [
        "-XX:+IgnoreUnrecognizedVMOptions",
        .. new[]
        {
            "java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util", "java.util.concurrent", "java.util.concurrent.atomic",
            "jdk.internal.ref", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar",
        }.Select(p => $"--add-opens=java.base/{p}=ALL-UNNAMED"),
        "--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED", "-Djdk.reflect.useDirectMethodHandle=false", "-Duser.timezone=UTC",
    ];

    /// <summary>The program <c>java</c>: that of <c>JAVA_HOME</c>, else the one on PATH.</summary>
    public static string Java => Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } home ? System.IO.Path.Combine(home, "bin", "java") : "java";

    /// <summary>The installation that <c>SPARK_HOME</c> names; else the jars that <c>infra/jars.sh spark</c> fetches in a clone of the repository.</summary>
    /// <exception cref="EngineException">There is none; the message says what to install.</exception>
    public static SparkHome Find() => Environment.GetEnvironmentVariable("SPARK_HOME") is { Length: > 0 } named ? At(named, $"SPARK_HOME is '{named}'") : OfClone();

    private static SparkHome At(string path, string where)
    {
        var jars = System.IO.Path.Combine(path, "jars");
        var core = Directory.Exists(jars)
            ? Directory.EnumerateFiles(jars, "spark-core_*.jar").Select(f => CoreJar().Match(System.IO.Path.GetFileName(f))).FirstOrDefault(m => m.Success)
            : null;
        return core is null
            ? throw new EngineException(
                $"{where}, which holds no Spark: there is no jars/spark-core_*.jar. Set SPARK_HOME to a distribution of Spark 3.5 with the jars of Delta Lake 3.3.")
            : new(System.IO.Path.GetFullPath(path), core.Groups["version"].Value, core.Groups["scala"].Value);
    }

    private static SparkHome OfClone()
    {
        var root = FindClone() ?? throw new EngineException(
            "Engine spark needs Spark, and SPARK_HOME is not set. Install JDK 17 and Spark 3.5 with the jars of Delta Lake 3.3 and set SPARK_HOME to its folder; "
            + "in a clone of the repository infra/jars.sh fetches them.");
        var jars = FetchJars(root);
        var home = Directory.CreateDirectory(System.IO.Path.Combine(root, ".data", "spark", "home-" + System.IO.Path.GetFileName(jars))).FullName;
        var link = new DirectoryInfo(System.IO.Path.Combine(home, "jars"));
        try
        {
            // A link that points elsewhere is of a clone that was moved, or of jars that were removed.
            if (link.LinkTarget is { } target && target != jars) File.Delete(link.FullName);
            if (!Directory.Exists(link.FullName)) link.CreateAsSymbolicLink(jars);
        }
        catch (IOException) when (Directory.Exists(link.FullName))
        {
            // Another process was first.
        }

        return At(home, $"The jars of the clone lie in '{home}'");
    }

    private static string? FindClone()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(System.IO.Path.Combine(directory.FullName, "infra", "jars.sh"))) return directory.FullName;
        return null;
    }

    private static string FetchJars(string root)
    {
        var start = new ProcessStartInfo("bash", [System.IO.Path.Combine(root, "infra", "jars.sh"), "spark"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEndAsync();
            var jars = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            if (process.ExitCode == 0) return jars;
            throw new EngineException($"infra/jars.sh could not fetch Spark's jars: {said.GetAwaiter().GetResult().Trim().ReplaceLineEndings(" ")}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new EngineException(
                "infra/jars.sh, which fetches Spark's jars, needs bash, and it is not on PATH. Set SPARK_HOME to a distribution of Spark 3.5 with the jars of Delta Lake 3.3.");
        }
    }

    [GeneratedRegex(@"^spark-core_(?<scala>[0-9.]+)-(?<version>[^-]+)\.jar$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CoreJar();
}
