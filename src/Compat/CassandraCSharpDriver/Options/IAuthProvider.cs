using System.Net;

namespace Cassandra;

/// <summary>Makes the login of each new connection.</summary>
public interface IAuthProvider
{
    /// <summary>The login for one new connection to a host.</summary>
    IAuthenticator NewAuthenticator(IPEndPoint host);
}
