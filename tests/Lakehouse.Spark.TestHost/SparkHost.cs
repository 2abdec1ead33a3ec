using System.Globalization;
using Lakehouse.Tests;
using Microsoft.Spark.Interop;
using Microsoft.Spark.Sql;

namespace Lakehouse.Spark.TestHost;

/// <summary>One Spark for all tests of a process, started by its first use.</summary>
/// <remarks>
/// An assembly fixture: <c>[assembly: AssemblyFixture(typeof(SparkHost))]</c>, then a constructor parameter of the test class.
/// Its JVM ends with the process, however that ends; its folder is removed at the fixture's end.
/// </remarks>
public sealed class SparkHost : IDisposable
{
    private const string Logging =
        """
        rootLogger.level = error
        rootLogger.appenderRef.stderr.ref = stderr
        appender.stderr.type = Console
        appender.stderr.name = stderr
        appender.stderr.target = SYSTEM_ERR
        appender.stderr.layout.type = PatternLayout
        appender.stderr.layout.pattern = %p %c{1}: %m%n%ex
        """;

    // Room for all code and classes at once (else the JVM throws code away and compiles it again), and no helper process for each fork.
    private const string Jvm = "-Xmx1g -Xmn400m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:MetaspaceSize=256m "
        + "-Djdk.lang.Process.launchMechanism=VFORK -Duser.timezone=UTC";

    private readonly Lazy<SparkSession> session;
    private ClassArchive? archive;

    /// <summary>A host that has not started anything.</summary>
    public SparkHost() => session = new Lazy<SparkSession>(Start);

    /// <summary>A folder for the warehouse, spilled data and whatever tests write, which ends with the host.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("spark-tests-").FullName;

    /// <summary>The shared session, or a skipped test where Spark cannot run; tests that change settings or make views take one of their own.</summary>
    public SparkSession Session
    {
        get
        {
            SparkRequirement.Verify();
            return session.Value;
        }
    }

    /// <summary>The JVM's process id.</summary>
    public int JvmProcessId
    {
        get
        {
            _ = Session;
            var name = (string)SparkEnvironment.JvmBridge.CallStaticJavaMethod("org.apache.spark.util.Utils", "getProcessName")!;
            return int.Parse(name.Split('@')[0], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>A session with settings and temporary views of its own in the same application; settings are those of the profile.</summary>
    public SparkSession NewSession() => Session.NewSession();

    /// <summary>The JVM in words, for the messages of failed tests.</summary>
    public string Describe() => $"Spark {Session.Version()} in process {JvmProcessId}";

    /// <summary>Stops Spark and removes the folder.</summary>
    public void Dispose()
    {
        if (session.IsValueCreated)
        {
            archive!.Write(JvmProcessId);
            Session.Stop();
        }
        Directory.Delete(Folder, recursive: true);
    }

    private SparkSession Start()
    {
        archive = new ClassArchive("spark", SparkJars.Folder);
        var logging = Path.Combine(Folder, "log4j2.properties");
        File.WriteAllText(logging, Logging);
        Environment.SetEnvironmentVariable("SPARK_HOME", SparkJars.Folder);
        Environment.SetEnvironmentVariable("SPARK_SUBMIT_OPTS", $"{Jvm} "
            + $"-Dlog4j2.configurationFile={logging} -Djava.io.tmpdir={Folder} {string.Join(' ', archive.JavaOptions)}");
        var builder = SparkSession.Builder().AppName("tests").Config("spark.local.dir", Folder).Config("spark.sql.warehouse.dir", Path.Combine(Folder, "warehouse"));
        foreach (var (key, value) in TestProfile.Settings) builder.Config(key, value);
        var started = builder.GetOrCreate();
        started.SparkContext.SetLogLevel("ERROR");
        return started;
    }
}
