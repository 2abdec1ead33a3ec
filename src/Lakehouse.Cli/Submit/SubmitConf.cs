using System.Globalization;

namespace Lakehouse.Cli.Submit;

/// <summary>Settings of Spark that the options of a submission stand for.</summary>
internal static class SubmitConf
{
    /// <summary>The settings, by name; what the user set by name wins.</summary>
    public static SortedDictionary<string, string> Of(SubmitOptions options)
    {
        var conf = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["spark.executor.memory"] = options.ExecutorMemory,
            ["spark.ui.showConsoleProgress"] = "false",
        };
        if (options.Runner == Runner.Py4j) conf["spark.pyspark.driver.python"] = "dotnet";
        else conf["spark.dotnet.ignoreSparkPatchVersionCheck"] = "true";
        if (options.IsLocal) (conf["spark.driver.host"], conf["spark.driver.bindAddress"]) = ("127.0.0.1", "127.0.0.1");
        if (options.PagePort is { } port) conf["spark.ui.port"] = Text(port);
        if (options.ExecutorCores is { } cores) conf["spark.executor.cores"] = Text(cores);
        if (options.Executors is { } executors) conf["spark.executor.instances"] = Text(executors);
        if (options.TotalExecutorCores is { } total) conf["spark.cores.max"] = Text(total);
        if (options.ShufflePartitions is { } partitions) conf["spark.sql.shuffle.partitions"] = Text(partitions);
        if (options.Dynamic is { } range)
        {
            conf["spark.dynamicAllocation.enabled"] = "true";
            // Without an external shuffle service an executor stays as long as its shuffle files are needed.
            conf["spark.dynamicAllocation.shuffleTracking.enabled"] = "true";
            (conf["spark.dynamicAllocation.minExecutors"], conf["spark.dynamicAllocation.maxExecutors"]) = (Text(range.Least), Text(range.Most));
        }

        foreach (var (name, value) in options.Conf) conf[name] = value;
        return conf;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
