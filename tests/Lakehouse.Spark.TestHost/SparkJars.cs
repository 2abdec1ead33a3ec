using Lakehouse.Tests;

namespace Lakehouse.Spark.TestHost;

/// <summary>Spark's jars, fetched once into the clone's <c>.data</c>.</summary>
public static class SparkJars
{
    /// <summary>The folder that holds them.</summary>
    /// <exception cref="InvalidOperationException">They cannot be fetched.</exception>
    public static string Folder => SparkRequirement.Jvm.Jars;

    /// <summary>Options with which a JVM that has these jars first in its class path maps Spark's classes instead of loading them; empty until a test has recorded them.</summary>
    public static string SharedClasses => new ClassArchive("spark", Folder).SharedOptions;
}
