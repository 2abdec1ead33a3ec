using System.Net.Security;
using Cassandra;
using Cassandra.Internal.Wire;
using Lakehouse.Cassandra.TestHost;

namespace CassandraCSharpDriver.Tests.Wire;

/// <summary>A connection to a node that asks for TLS and a login.</summary>
[Collection(SecuredTests.Name)]
public sealed class SecuredConnectionTests(SecuredNode node)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_SecuredNode_LogsInOrSaysWhyNot()
    {
        var cluster = node.Nodes;
        var tls = NodeConnections.Trusting(cluster.AuthorityFile!);

        foreach (var version in new byte[] { 4, 5 })
        {
            await using var connection = await OpenAsync(version, tls, cluster.App);
            await connection.AskAsync<RowsResponse>(new QueryRequest("SELECT key FROM system.local", new QueryParameters(ConsistencyLevel.One)));
            var denied = await connection.QueryAsync("CREATE KEYSPACE x WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
            ((ErrorResponse)denied).Exception.Should().BeOfType<UnauthorizedException>();

            var wrong = () => OpenAsync(version, tls, cluster.App! with { Password = "wrong-password" });
            var refusal = (await wrong.Should().ThrowAsync<AuthenticationException>()).Which;
            refusal.Host.Should().Be(NodeConnections.EndPointOf(cluster));
            refusal.Message.Should().NotContain("wrong-password");
            var missing = () => OpenAsync(version, tls, credentials: null);
            await missing.Should().ThrowAsync<AuthenticationException>().WithMessage("*no credentials*");
        }

        var untrusting = () => OpenAsync(4, new SslClientAuthenticationOptions { TargetHost = "localhost" }, cluster.App);
        await untrusting.Should().ThrowAsync<System.Security.Authentication.AuthenticationException>();
        var plain = () => OpenAsync(4, tls: null, cluster.App);
        await plain.Should().ThrowAsync<Exception>("a node that speaks TLS drops whoever does not");

        Task<Connection> OpenAsync(byte version, SslClientAuthenticationOptions? tls, CassandraCredentials? credentials) => NodeConnections.OpenAsync(
            cluster, version, Ct, s => s with { Tls = tls is null ? null : _ => tls, AuthProvider = credentials is null ? null : new Login(credentials) });
    }
}
