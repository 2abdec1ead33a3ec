namespace Cassandra;

/// <summary>The node is joining the ring and answers nothing yet.</summary>
public class IsBootstrappingException : QueryValidationException
{
    /// <summary>A failure with the server's message.</summary>
    public IsBootstrappingException(string message)
        : base(message)
    {
    }
}
