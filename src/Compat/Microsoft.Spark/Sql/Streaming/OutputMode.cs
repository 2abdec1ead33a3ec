namespace Microsoft.Spark.Sql.Streaming;

/// <summary>Which rows of a stream's result a trigger writes.</summary>
public enum OutputMode
{
    /// <summary>New rows.</summary>
    Append,

    /// <summary>All rows.</summary>
    Complete,

    /// <summary>New and changed rows.</summary>
    Update,
}
