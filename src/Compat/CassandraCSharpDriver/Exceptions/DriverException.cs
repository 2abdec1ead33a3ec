namespace Cassandra;

/// <summary>Base of the failures that the driver reports.</summary>
public class DriverException : Exception
{
    /// <summary>A failure with this message.</summary>
    public DriverException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with this message and cause.</summary>
    public DriverException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
