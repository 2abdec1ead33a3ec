using System.Net;

namespace Cassandra;

/// <summary>A node did not accept the login, or asked for one that was not configured.</summary>
public class AuthenticationException : DriverException
{
    /// <summary>A failed login with this message.</summary>
    public AuthenticationException(string message)
        : base(message)
    {
    }

    /// <summary>A failed login at a node.</summary>
    public AuthenticationException(string message, IPEndPoint host)
        : base($"Authentication error on host {host}: {message}") => Host = host;

    /// <summary>The node.</summary>
    public IPEndPoint? Host { get; }
}
