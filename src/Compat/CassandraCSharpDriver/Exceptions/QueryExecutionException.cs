namespace Cassandra;

/// <summary>The server could not finish a request that it had accepted.</summary>
public abstract class QueryExecutionException : QueryValidationException
{
    /// <summary>A failure with this message.</summary>
    protected QueryExecutionException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with this message and cause.</summary>
    protected QueryExecutionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
