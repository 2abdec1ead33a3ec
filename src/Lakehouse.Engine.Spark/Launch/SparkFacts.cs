using System.Collections.ObjectModel;
using Lakehouse.Engine.Spark.Session;

namespace Lakehouse.Engine.Spark.Launch;

/// <summary>What a run record tells of Spark: the application, and the settings that decide how it ran; no paths and no secrets.</summary>
internal static class SparkFacts
{
    private static readonly string[] Settings =
    [
        "spark.cores.max", "spark.default.parallelism", "spark.driver.memory", "spark.executor.cores", "spark.executor.instances", "spark.executor.memory",
        "spark.dynamicAllocation.enabled", "spark.dynamicAllocation.maxExecutors", "spark.dynamicAllocation.minExecutors",
        "spark.sql.adaptive.enabled", "spark.sql.ansi.enabled", "spark.sql.session.timeZone", "spark.sql.shuffle.partitions",
    ];

    public static IReadOnlyDictionary<string, string> Of(SparkApplication? application)
    {
        if (application is null) return ReadOnlyDictionary<string, string>.Empty;
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["application"] = application.Id, ["master"] = application.Master, ["version"] = application.Version,
        };
        foreach (var name in Settings)
        {
            if (application.Conf.TryGetValue(name, out var value)) facts[name] = value;
        }

        return facts;
    }
}
