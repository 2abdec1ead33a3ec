using System.Net;

namespace Cassandra;

/// <summary>Logs in to nothing: a server that asks for a login is an error.</summary>
public sealed class NoneAuthProvider : IAuthProvider
{
    /// <summary>The only one needed.</summary>
    public static readonly NoneAuthProvider Instance = new();

    /// <inheritdoc />
    /// <exception cref="AuthenticationException">Always.</exception>
    public IAuthenticator NewAuthenticator(IPEndPoint host) =>
        throw new AuthenticationException($"Host {host} requires authentication, but no credentials are given: use WithCredentials.", host);
}
