namespace Microsoft.Spark.Sql.Streaming;

/// <summary>What ended a stream.</summary>
public class StreamingQueryException : JvmException
{
    internal StreamingQueryException(string message)
        : base(message)
    {
    }
}
