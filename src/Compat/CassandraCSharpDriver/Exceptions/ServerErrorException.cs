namespace Cassandra;

/// <summary>A fault inside the server.</summary>
public class ServerErrorException : QueryValidationException
{
    /// <summary>A failure with the server's message.</summary>
    public ServerErrorException(string message)
        : base(message)
    {
    }
}
