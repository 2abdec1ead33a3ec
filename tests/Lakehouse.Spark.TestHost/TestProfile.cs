namespace Lakehouse.Spark.TestHost;

/// <summary>Settings that make Spark cheap for small data, and those that make its results exact.</summary>
public static class TestProfile
{
    /// <summary>The settings, without folders.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["spark.master"] = "local[2]",
        ["spark.driver.host"] = "127.0.0.1",
        ["spark.ui.enabled"] = "false",
        ["spark.ui.showConsoleProgress"] = "false",
        ["spark.ui.retainedJobs"] = "1",
        ["spark.ui.retainedStages"] = "1",
        ["spark.ui.retainedTasks"] = "1",
        ["spark.sql.ui.retainedExecutions"] = "1",
        ["spark.default.parallelism"] = "1",
        ["spark.sql.shuffle.partitions"] = "1",
        ["spark.databricks.delta.snapshotPartitions"] = "1",
        ["spark.sql.adaptive.enabled"] = "false",
        ["spark.sql.codegen.wholeStage"] = "false",
        ["spark.sql.codegen.factoryMode"] = "NO_CODEGEN",
        ["spark.sql.sources.parallelPartitionDiscovery.parallelism"] = "1",
        // Nobody looks at the page of SQL, for which each query's plan is printed whole.
        ["spark.sql.ui.explainMode"] = "simple",
        ["spark.sql.maxPlanStringLength"] = "1000",
        ["spark.sql.ansi.enabled"] = "true",
        ["spark.sql.session.timeZone"] = "UTC",
        ["spark.sql.parquet.outputTimestampType"] = "TIMESTAMP_MICROS",
        ["spark.sql.parquet.datetimeRebaseModeInRead"] = "CORRECTED",
        ["spark.sql.parquet.datetimeRebaseModeInWrite"] = "CORRECTED",
        ["spark.sql.extensions"] = "io.delta.sql.DeltaSparkSessionExtension",
        ["spark.sql.catalog.spark_catalog"] = "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    };
}
