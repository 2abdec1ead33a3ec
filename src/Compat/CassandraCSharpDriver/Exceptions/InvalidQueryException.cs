namespace Cassandra;

/// <summary>The statement is well formed but makes no sense for the schema or its values.</summary>
public class InvalidQueryException : QueryValidationException
{
    /// <summary>A failure with the server's message.</summary>
    public InvalidQueryException(string message)
        : base(message)
    {
    }
}
