namespace Cassandra;

/// <summary>The node has too much to do and did not take the request.</summary>
public class OverloadedException : QueryValidationException
{
    /// <summary>A failure with the server's message.</summary>
    public OverloadedException(string message)
        : base(message)
    {
    }
}
