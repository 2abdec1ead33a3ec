using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Session;

/// <summary>Opens Spark sessions in which results have the right bits, and refuses others.</summary>
public static class SparkSessions
{
    private const string Absent = "(not set)";

    /// <summary>The process's Spark session: connects to the Spark that started this program, else starts one.</summary>
    /// <param name="settings">Where and how large.</param>
    /// <exception cref="EngineException">The settings contradict what correct values need.</exception>
    public static SparkSession Open(SparkSettings settings)
    {
        foreach (var (key, value) in SparkPins.Exact)
        {
            if (settings.Conf.TryGetValue(key, out var given) && !Same(given, value)) throw Refused(key, given, value);
        }

        var builder = SparkSession.Builder();
        if (settings.ApplicationName is { } name) builder.AppName(name);
        var master = settings.Master ?? (IsSubmitted ? null : "local[*]");
        if (master is not null) builder.Master(master);
        foreach (var (key, value) in Sizes(settings).Concat(settings.Conf.Where(c => c.Key != SparkPins.ExtensionsKey))) builder.Config(key, value);
        foreach (var (key, value) in SparkPins.Exact) builder.Config(key, value);
        builder.Config(SparkPins.ExtensionsKey, SparkPins.WithDelta(settings.Conf.GetValueOrDefault(SparkPins.ExtensionsKey)));
        var session = builder.GetOrCreate();
        CheckPins(session);
        return session;
    }

    /// <summary>Refuses a session in which some value could come out with other bits.</summary>
    /// <exception cref="EngineException">A setting has another value than is needed; the message names both.</exception>
    public static void CheckPins(SparkSession session)
    {
        var conf = session.Conf();
        foreach (var (key, value) in SparkPins.Exact)
        {
            var found = Found(conf, key);
            if (!Same(found, value)) throw Refused(key, found, value);
        }

        var extensions = Found(conf, SparkPins.ExtensionsKey);
        if (!SparkPins.HasDelta(extensions)) throw Refused(SparkPins.ExtensionsKey, extensions, SparkPins.DeltaExtension + " in its list");
    }

    /// <summary>What a run record tells of the Spark that a session runs in; settings that may be secrets are left out.</summary>
    public static SparkApplication Describe(SparkSession session)
    {
        var context = session.SparkContext;
        var conf = context.GetConf().GetAll().Where(c => !SparkApplication.MayBeSecret(c.Key)).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        return new(session.Version(), conf.GetValueOrDefault("spark.master", ""), (string)context.Reference.Invoke("applicationId")!, conf);
    }

    /// <summary>True where Spark's driver has started this program, by the stand-in's runner or the real package's.</summary>
    internal static bool IsSubmitted => new[] { "PYSPARK_GATEWAY_PORT", "DOTNETBACKEND_PORT" }.Any(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));

    private static IEnumerable<KeyValuePair<string, string>> Sizes(SparkSettings settings)
    {
        // The JVM never compiles a method of more bytes: a stage with one would be interpreted row by row, so Spark runs it operator by operator.
        yield return new("spark.sql.codegen.hugeMethodLimit", "8000");
        if (settings.DriverMemory is { } driver) yield return new("spark.driver.memory", driver);
        if (settings.ExecutorMemory is { } executor) yield return new("spark.executor.memory", executor);
        if (settings.ExecutorCores is { } cores) yield return new("spark.executor.cores", $"{cores}");
        if (settings.ShufflePartitions is { } partitions) yield return new("spark.sql.shuffle.partitions", $"{partitions}");
    }

    private static string Found(RuntimeConfig conf, string key)
    {
        try
        {
            return conf.Get(key);
        }
        catch (Exception e) when (SparkFailure.Cause(e) is not null)
        {
            return "";
        }
    }

    private static bool Same(string found, string needed) => string.Equals(found.Trim(), needed, StringComparison.OrdinalIgnoreCase);

    private static EngineException Refused(string key, string found, string needed) =>
        new($"Spark's setting {key} is {(found.Length == 0 ? Absent : $"'{found}'")}, but the engine needs {needed}: values would come out differently. "
            + "Set it so, or leave it to the engine.");
}
