namespace Lakehouse.Engine.Spark.Files;

/// <summary>Places as Spark's file systems spell them.</summary>
internal static class SparkPath
{
    /// <summary>A place for Spark to read or write; names of stores stay as they are.</summary>
    /// <param name="location">A local path or <c>abfss://…</c>.</param>
    public static string Of(string location) => location.Contains("://", StringComparison.Ordinal) ? location : "file:" + location;
}
