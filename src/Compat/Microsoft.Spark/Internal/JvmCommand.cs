namespace Microsoft.Spark.Internal;

/// <summary>The command that starts Spark's gateway: SPARK_HOME's spark-submit, or plain Java on SPARK_HOME's jars.</summary>
internal sealed record JvmCommand(string[] Line, IReadOnlyDictionary<string, string> Environment)
{
    private const string Gateway = "org.apache.spark.api.python.PythonGatewayServer";

    // What spark-submit opens for Java 17 (launcher, JavaModuleOptions).
    private static readonly string[] OpenPackages =
    [
        "java.base/java.lang", "java.base/java.lang.invoke", "java.base/java.lang.reflect", "java.base/java.io", "java.base/java.net", "java.base/java.nio", "java.base/java.util",
        "java.base/java.util.concurrent", "java.base/java.util.concurrent.atomic", "java.base/jdk.internal.ref", "java.base/sun.nio.ch", "java.base/sun.nio.cs",
        "java.base/sun.security.action", "java.base/sun.util.calendar", "java.security.jgss/sun.security.krb5",
    ];

    // Settings that only a starting JVM reads. All others go through the builder, so that no secret stands in a command line.
    private static readonly string[] StartPrefixes = ["spark.master", "spark.driver.", "spark.jars", "spark.submit."];

    public static JvmCommand Build(IReadOnlyDictionary<string, string> settings)
    {
        var home = System.Environment.GetEnvironmentVariable("SPARK_HOME");
        if (string.IsNullOrEmpty(home)) throw new InvalidOperationException("SPARK_HOME is not set: set it to a Spark 3.5 installation, or to a folder with Spark's jars.");
        var confs = settings.Where(s => StartPrefixes.Any(s.Key.StartsWith)).ToDictionary();
        var submit = Path.Combine(home, "bin", OperatingSystem.IsWindows() ? "spark-submit.cmd" : "spark-submit");
        return File.Exists(submit)
            ? new JvmCommand([submit, "--class", Gateway, .. Confs(confs), "pyspark-shell"], new Dictionary<string, string>())
            : Java(home, confs);
    }

    private static JvmCommand Java(string home, Dictionary<string, string> confs)
    {
        var jars = Directory.Exists(Path.Combine(home, "jars")) ? Path.Combine(home, "jars") : home;
        if (!Directory.Exists(jars) || !Directory.EnumerateFiles(jars, "spark-core_*.jar").Any())
        {
            throw new InvalidOperationException($"SPARK_HOME is {home}, where neither bin/spark-submit nor Spark's jars are: "
                + "set it to a Spark 3.5 installation, or to a folder with Spark's jars.");
        }
        var java = System.Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } javaHome ? Path.Combine(javaHome, "bin", "java") : "java";
        string[] line =
        [
            java, .. Words(confs.GetValueOrDefault("spark.driver.extraJavaOptions")), .. Words(System.Environment.GetEnvironmentVariable("SPARK_SUBMIT_OPTS")), .. Memory(confs),
            .. OpenPackages.Select(p => $"--add-opens={p}=ALL-UNNAMED"), "-Djdk.reflect.useDirectMethodHandle=false",
            "-cp", ClassPath(confs, jars), "org.apache.spark.deploy.SparkSubmit", "--class", Gateway, .. Confs(confs), "pyspark-shell",
        ];
        return new JvmCommand(line, new Dictionary<string, string> { ["SPARK_SCALA_VERSION"] = "2.12" });
    }

    private static string ClassPath(Dictionary<string, string> confs, string jars)
    {
        string?[] parts = [System.Environment.GetEnvironmentVariable("SPARK_CONF_DIR"), confs.GetValueOrDefault("spark.driver.extraClassPath"), Path.Combine(jars, "*")];
        return string.Join(Path.PathSeparator, parts.Where(p => !string.IsNullOrEmpty(p)));
    }

    private static IEnumerable<string> Memory(Dictionary<string, string> confs) => confs.TryGetValue("spark.driver.memory", out var memory) ? [$"-Xmx{memory}"] : [];

    private static IEnumerable<string> Confs(Dictionary<string, string> confs) => confs.SelectMany(c => new[] { "--conf", $"{c.Key}={c.Value}" });

    private static string[] Words(string? options) => options?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
}
