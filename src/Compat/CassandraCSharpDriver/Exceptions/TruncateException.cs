namespace Cassandra;

/// <summary>TRUNCATE failed.</summary>
public class TruncateException : QueryExecutionException
{
    /// <summary>A failure with the server's message.</summary>
    public TruncateException(string message)
        : base(message)
    {
    }
}
