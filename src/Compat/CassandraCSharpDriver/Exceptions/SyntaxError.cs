namespace Cassandra;

/// <summary>The statement is not CQL.</summary>
public class SyntaxError : QueryValidationException
{
    /// <summary>A failure with the server's message.</summary>
    public SyntaxError(string message)
        : base(message)
    {
    }
}
