namespace Lakehouse.Engine.Spark.Session;

/// <summary>Where and how large Spark runs; what is not given is Spark's own default, or what <c>spark-submit</c> was told.</summary>
public sealed record SparkSettings
{
    /// <summary>The master's URL, such as <c>local[4]</c> or <c>spark://host:7077</c>; null leaves it to <c>spark-submit</c>, or to <c>local[*]</c> where this program starts Spark.</summary>
    public string? Master { get; init; }

    /// <summary>The application's name in Spark's pages; null leaves the one that <c>spark-submit</c> was told.</summary>
    /// <value>The default is lakehouse.</value>
    public string? ApplicationName { get; init; } = "lakehouse";

    /// <summary>Heap of the driver, such as 2g; counts only where this program starts Spark.</summary>
    public string? DriverMemory { get; init; }

    /// <summary>Heap of an executor, such as 4g.</summary>
    public string? ExecutorMemory { get; init; }

    /// <summary>Cores of an executor.</summary>
    public int? ExecutorCores { get; init; }

    /// <summary>Partitions of a shuffle before Spark puts small ones together; null for Spark's 200.</summary>
    public int? ShufflePartitions { get; init; }

    /// <summary>Further settings by their names, <c>spark.…</c>; those that decide over values must keep what <see cref="SparkSessions.CheckPins"/> needs.</summary>
    public IReadOnlyDictionary<string, string> Conf { get; init; } = new Dictionary<string, string>();
}
