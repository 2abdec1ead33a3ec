namespace Cassandra;

/// <summary>The role of this session lacks the permission.</summary>
public class UnauthorizedException : QueryValidationException
{
    /// <summary>A failure with the server's message.</summary>
    public UnauthorizedException(string message)
        : base(message)
    {
    }
}
