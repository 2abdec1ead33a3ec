using System.Net;

namespace Cassandra;

/// <summary>Every connection to a host has as many requests in flight as it may have.</summary>
public class BusyPoolException : DriverException
{
    /// <summary>The host whose pool is full.</summary>
    public BusyPoolException(IPEndPoint address, int maxRequestsPerConnection, int connectionLength)
        : base($"All connections to host {address} are busy, {maxRequestsPerConnection} requests are in-flight on each {connectionLength} connection(s)")
    {
        Address = address;
        MaxRequestsPerConnection = maxRequestsPerConnection;
        ConnectionLength = connectionLength;
    }

    /// <summary>The host.</summary>
    public IPEndPoint Address { get; }

    /// <summary>How many requests one connection may have in flight.</summary>
    public int MaxRequestsPerConnection { get; }

    /// <summary>How many connections the pool has.</summary>
    public int ConnectionLength { get; }
}
