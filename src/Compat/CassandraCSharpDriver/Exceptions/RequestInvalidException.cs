namespace Cassandra;

/// <summary>A request that cannot be sent as it is, whatever the server.</summary>
public class RequestInvalidException : DriverException
{
    /// <summary>A failure with this message.</summary>
    public RequestInvalidException(string message)
        : base(message)
    {
    }
}
