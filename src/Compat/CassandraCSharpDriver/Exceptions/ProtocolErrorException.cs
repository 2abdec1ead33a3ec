namespace Cassandra;

/// <summary>The server could not make sense of a message of the driver.</summary>
public class ProtocolErrorException : QueryValidationException
{
    /// <summary>A failure with the server's message.</summary>
    public ProtocolErrorException(string message)
        : base(message)
    {
    }
}
