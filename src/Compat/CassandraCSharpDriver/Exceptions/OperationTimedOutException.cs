using System.Net;

namespace Cassandra;

/// <summary>A node did not answer within the time that the client allows.</summary>
public class OperationTimedOutException : DriverException
{
    /// <summary>No answer of a node within <paramref name="timeout"/> milliseconds.</summary>
    public OperationTimedOutException(IPEndPoint address, int timeout)
        : base($"The host {address} did not reply before timeout {timeout}ms")
    {
    }
}
