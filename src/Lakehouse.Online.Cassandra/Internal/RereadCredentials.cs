using System.Net;
using System.Text;
using Cassandra;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>Logs each new connection in with the credentials as they are then.</summary>
internal sealed class RereadCredentials(CassandraCredentials credentials) : IAuthProvider
{
    public IAuthenticator NewAuthenticator(IPEndPoint host) => new Plain(credentials);

    private sealed class Plain(CassandraCredentials credentials) : IAuthenticator
    {
        public byte[] InitialResponse()
        {
            var (user, password) = credentials.Read();
            return Encoding.UTF8.GetBytes($"\0{user}\0{password}");
        }

        public byte[]? EvaluateChallenge(byte[]? token) => null;
    }
}
