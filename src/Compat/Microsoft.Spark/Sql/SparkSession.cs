namespace Microsoft.Spark.Sql;

/// <summary>The entry point to Spark.</summary>
public sealed class SparkSession
{
    private SparkSession()
    {
    }
}
