using System.Net;
using System.Text;

namespace Cassandra;

/// <summary>Logs in with a name and a password.</summary>
public sealed class PlainTextAuthProvider(string username, string password) : IAuthProvider
{
    /// <inheritdoc />
    public IAuthenticator NewAuthenticator(IPEndPoint host) => new PlainTextAuthenticator(username, password);

    private sealed class PlainTextAuthenticator(string username, string password) : IAuthenticator
    {
        public byte[] InitialResponse() => Encoding.UTF8.GetBytes($"\0{username}\0{password}");

        public byte[]? EvaluateChallenge(byte[]? challenge) => InitialResponse();
    }
}
