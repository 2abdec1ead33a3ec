using Lakehouse.Engine.Spark.Launch;

namespace Lakehouse.Cli.Submit;

/// <summary>The command lines of a submission.</summary>
internal static class SubmitCommand
{
    private const string PythonRunner = "org.apache.spark.deploy.PythonRunner";
    private const string DotnetRunner = "org.apache.spark.deploy.dotnet.DotnetRunner";

    /// <summary>Needed where a primary resource is asked for and there is none.</summary>
    private const string NoResource = "spark-internal";

    /// <summary>What follows <c>spark-submit</c>.</summary>
    public static IReadOnlyList<string> Arguments(SubmitOptions options) =>
    [
        "--master", options.Master, "--deploy-mode", "client", "--name", options.Name, "--driver-memory", options.DriverMemory,
        .. SubmitConf.Of(options).SelectMany(c => new[] { "--conf", $"{c.Key}={c.Value}" }),
        .. options.Runner == Runner.Py4j
            ? ["--class", PythonRunner, NoResource, options.Program, "", .. options.Arguments]
            : (string[])["--class", DotnetRunner, options.RunnerJar, "dotnet", options.Program, .. options.Arguments],
    ];

    /// <summary>The line that a person would type where there is a distribution of Spark.</summary>
    public static string Line(SubmitOptions options) => Quoted(["spark-submit", .. Arguments(options)]);

    /// <summary>What is started here: the script of the distribution, or its main class where there are only jars.</summary>
    public static IReadOnlyList<string> Local(SubmitOptions options, SparkHome home) => home.SubmitScript is { } script
        ? [script, .. Arguments(options)]
        : [SparkHome.Java, $"-Xmx{options.DriverMemory}", .. SparkHome.JvmOptions, .. MoreJvmOptions(), "-cp", Path.Combine(home.Jars, "*"), "org.apache.spark.deploy.SparkSubmit", .. Arguments(options)];

    // The script takes them from there too.
    private static string[] MoreJvmOptions() => Environment.GetEnvironmentVariable("SPARK_SUBMIT_OPTS")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>A command line for a POSIX shell.</summary>
    public static string Quoted(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=@,+%".Contains(c)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
