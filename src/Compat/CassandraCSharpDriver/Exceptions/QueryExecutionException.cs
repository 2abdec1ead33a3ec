namespace Cassandra;

/// <summary>The server could not finish a request that it had accepted.</summary>
public abstract class QueryExecutionException : QueryValidationException
{
    /// <summary>A failure with this message.</summary>
    protected QueryExecutionException(string message)
        : base(message)
    {
    }
}
