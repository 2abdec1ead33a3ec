using System.Globalization;

namespace Lakehouse.Engine.Spark.Launch;

/// <summary>Settings of a Spark that this process starts for itself, where they were not given.</summary>
internal static class LocalDefaults
{
    private const string Loopback = "127.0.0.1";

    /// <summary>The given settings, and below them: no page and no progress on the terminal; on this machine alone the loopback address, and as many partitions as processors.</summary>
    public static IReadOnlyDictionary<string, string> Over(string master, IReadOnlyDictionary<string, string> given)
    {
        var conf = new Dictionary<string, string> { ["spark.ui.enabled"] = "false", ["spark.ui.showConsoleProgress"] = "false" };
        var isLocal = master.StartsWith("local", StringComparison.Ordinal);
        if (isLocal) conf["spark.sql.shuffle.partitions"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
        if (isLocal || master.StartsWith($"spark://{Loopback}:", StringComparison.Ordinal)) (conf["spark.driver.host"], conf["spark.driver.bindAddress"]) = (Loopback, Loopback);
        foreach (var (name, value) in given) conf[name] = value;
        return conf;
    }
}
