namespace Cassandra;

/// <summary>A user-defined function failed while the request ran.</summary>
public class FunctionFailureException : DriverException
{
    /// <summary>A failure with this message.</summary>
    public FunctionFailureException(string message)
        : base(message)
    {
    }
}
