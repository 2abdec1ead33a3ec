namespace Cassandra;

/// <summary>An answer that the driver cannot make sense of: its bytes break the protocol.</summary>
public class DriverInternalError : Exception
{
    /// <summary>A failure with this message.</summary>
    public DriverInternalError(string message)
        : base(message)
    {
    }

    /// <summary>A failure with this message and cause.</summary>
    public DriverInternalError(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
