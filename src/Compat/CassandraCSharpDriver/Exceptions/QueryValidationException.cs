namespace Cassandra;

/// <summary>The server refused a request before it ran it.</summary>
public abstract class QueryValidationException : DriverException
{
    /// <summary>A failure with this message.</summary>
    protected QueryValidationException(string message)
        : base(message)
    {
    }
}
