using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Cassandra;
using Cassandra.Internal.Wire;
using Lakehouse.Cassandra.TestHost;

namespace CassandraCSharpDriver.Tests.Wire;

/// <summary>Connections to real nodes.</summary>
internal static class NodeConnections
{
    public const int TimeoutMillis = 60_000;

    public static IPEndPoint EndPointOf(CassandraCluster cluster) => new(IPAddress.Parse(cluster.ContactPoints[0]), cluster.Port);

    public static Task<Connection> OpenAsync(CassandraCluster cluster, byte version, CancellationToken ct, Func<ConnectionSettings, ConnectionSettings>? change = null)
    {
        var settings = new ConnectionSettings { ProtocolVersion = version };
        return Connection.OpenAsync(EndPointOf(cluster), change?.Invoke(settings) ?? settings, ct);
    }

    public static async Task<T> AskAsync<T>(this Connection connection, IRequest request)
        where T : Response
    {
        var response = await connection.SendAsync(request, TimeoutMillis);
        return response is ErrorResponse error ? throw error.Exception : response.Should().BeOfType<T>().Subject;
    }

    public static Task<Response> QueryAsync(this Connection connection, string cql) =>
        connection.SendAsync(new QueryRequest(cql, new QueryParameters(ConsistencyLevel.One)), TimeoutMillis).AsTask();

    public static async Task<Row[]> RowsAsync(this Connection connection, IRequest request) => [.. new RowSet(await connection.AskAsync<RowsResponse>(request), fetchNext: null)];

    /// <summary>TLS that trusts one authority and no other.</summary>
    public static SslClientAuthenticationOptions Trusting(string authorityFile)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authorityFile);
        return new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy };
    }
}

/// <summary>A login by name and password.</summary>
internal sealed class Login(CassandraCredentials credentials) : IAuthProvider, IAuthenticator
{
    public IAuthenticator NewAuthenticator(IPEndPoint host) => this;

    public byte[]? InitialResponse() => System.Text.Encoding.UTF8.GetBytes($"\0{credentials.User}\0{credentials.Password}");

    public byte[]? EvaluateChallenge(byte[]? challenge) => null;
}
